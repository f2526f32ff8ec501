//! The choices of authentik's fields. Their members are the texts that the fields hold.

use crate::value::class::{Class, Constant};

macro_rules! choices {
    ($(#[$doc:meta])* $class:ident = $name:literal of $module:literal { $($member:literal = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        pub(super) static $class: Class = Class {
            module: $module,
            constants: &[$(Constant::new($member, |cx| cx.lent_str($text))),*],
            ..Class::named($name)
        };
    };
}

choices! {
    /// `UserTypes`.
    USER_TYPES = "UserTypes" of "authentik.core.models" {
        "EXTERNAL" = "external",
        "INTERNAL" = "internal",
        "INTERNAL_SERVICE_ACCOUNT" = "internal_service_account",
        "SERVICE_ACCOUNT" = "service_account",
    }
}

choices! {
    /// `FlowAuthenticationRequirement`.
    REQUIREMENTS = "FlowAuthenticationRequirement" of "authentik.flows.models" {
        "NONE" = "none",
        "REQUIRE_AUTHENTICATED" = "require_authenticated",
        "REQUIRE_OUTPOST" = "require_outpost",
        "REQUIRE_REDIRECT" = "require_redirect",
        "REQUIRE_SUPERUSER" = "require_superuser",
        "REQUIRE_UNAUTHENTICATED" = "require_unauthenticated",
    }
}

choices! {
    /// `FlowDesignation`.
    DESIGNATIONS = "FlowDesignation" of "authentik.flows.models" {
        "AUTHENTICATION" = "authentication",
        "AUTHORIZATION" = "authorization",
        "ENROLLMENT" = "enrollment",
        "INVALIDATION" = "invalidation",
        "RECOVERY" = "recovery",
        "STAGE_CONFIGURATION" = "stage_configuration",
        "UNRENOLLMENT" = "unenrollment",
    }
}

choices! {
    /// `PolicyEngineMode`.
    MODES = "PolicyEngineMode" of "authentik.policies.models" {
        "MODE_ALL" = "all",
        "MODE_ANY" = "any",
    }
}

choices! {
    /// `EventAction`.
    ACTIONS = "EventAction" of "authentik.events.models" {
        "AUTHORIZE_APPLICATION" = "authorize_application",
        "CONFIGURATION_ERROR" = "configuration_error",
        "CONFIGURATION_WARNING" = "configuration_warning",
        "CUSTOM_PREFIX" = "custom_",
        "EMAIL_SENT" = "email_sent",
        "FLOW_EXECUTION" = "flow_execution",
        "IMPERSONATION_ENDED" = "impersonation_ended",
        "IMPERSONATION_STARTED" = "impersonation_started",
        "INVITE_USED" = "invitation_used",
        "LOGIN" = "login",
        "LOGIN_FAILED" = "login_failed",
        "LOGOUT" = "logout",
        "MODEL_CREATED" = "model_created",
        "MODEL_DELETED" = "model_deleted",
        "MODEL_UPDATED" = "model_updated",
        "PASSWORD_SET" = "password_set",
        "POLICY_EXCEPTION" = "policy_exception",
        "POLICY_EXECUTION" = "policy_execution",
        "PROPERTY_MAPPING_EXCEPTION" = "property_mapping_exception",
        "SECRET_ROTATE" = "secret_rotate",
        "SECRET_VIEW" = "secret_view",
        "SOURCE_LINKED" = "source_linked",
        "SUSPICIOUS_REQUEST" = "suspicious_request",
        "SYSTEM_EXCEPTION" = "system_exception",
        "SYSTEM_TASK_EXCEPTION" = "system_task_exception",
        "SYSTEM_TASK_EXECUTION" = "system_task_execution",
        "UPDATE_AVAILABLE" = "update_available",
        "USER_WRITE" = "user_write",
    }
}
