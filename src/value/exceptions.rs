//! The exception classes and their hierarchy.

use super::class::Class;

macro_rules! hierarchy {
    ($($constant:ident = $name:literal < $base:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub static $constant: Class = Class {
                base: $base,
                ..Class::named($name)
            };
        )*

        /// Every exception class, as builtins name them.
        pub static ALL: &[&Class] = &[$(&$constant),*];
    };
}

hierarchy! {
    BASE_EXCEPTION = "BaseException" < None;
    SYSTEM_EXIT = "SystemExit" < Some(&BASE_EXCEPTION);
    KEYBOARD_INTERRUPT = "KeyboardInterrupt" < Some(&BASE_EXCEPTION);
    GENERATOR_EXIT = "GeneratorExit" < Some(&BASE_EXCEPTION);
    BASE_EXCEPTION_GROUP = "BaseExceptionGroup" < Some(&BASE_EXCEPTION);
    EXCEPTION = "Exception" < Some(&BASE_EXCEPTION);
    STOP_ITERATION = "StopIteration" < Some(&EXCEPTION);
    STOP_ASYNC_ITERATION = "StopAsyncIteration" < Some(&EXCEPTION);
    ARITHMETIC_ERROR = "ArithmeticError" < Some(&EXCEPTION);
    FLOATING_POINT_ERROR = "FloatingPointError" < Some(&ARITHMETIC_ERROR);
    OVERFLOW_ERROR = "OverflowError" < Some(&ARITHMETIC_ERROR);
    ZERO_DIVISION_ERROR = "ZeroDivisionError" < Some(&ARITHMETIC_ERROR);
    ASSERTION_ERROR = "AssertionError" < Some(&EXCEPTION);
    ATTRIBUTE_ERROR = "AttributeError" < Some(&EXCEPTION);
    BUFFER_ERROR = "BufferError" < Some(&EXCEPTION);
    EOF_ERROR = "EOFError" < Some(&EXCEPTION);
    IMPORT_ERROR = "ImportError" < Some(&EXCEPTION);
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError" < Some(&IMPORT_ERROR);
    LOOKUP_ERROR = "LookupError" < Some(&EXCEPTION);
    INDEX_ERROR = "IndexError" < Some(&LOOKUP_ERROR);
    KEY_ERROR = "KeyError" < Some(&LOOKUP_ERROR);
    MEMORY_ERROR = "MemoryError" < Some(&EXCEPTION);
    NAME_ERROR = "NameError" < Some(&EXCEPTION);
    UNBOUND_LOCAL_ERROR = "UnboundLocalError" < Some(&NAME_ERROR);
    OS_ERROR = "OSError" < Some(&EXCEPTION);
    BLOCKING_IO_ERROR = "BlockingIOError" < Some(&OS_ERROR);
    CHILD_PROCESS_ERROR = "ChildProcessError" < Some(&OS_ERROR);
    CONNECTION_ERROR = "ConnectionError" < Some(&OS_ERROR);
    BROKEN_PIPE_ERROR = "BrokenPipeError" < Some(&CONNECTION_ERROR);
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError" < Some(&CONNECTION_ERROR);
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError" < Some(&CONNECTION_ERROR);
    CONNECTION_RESET_ERROR = "ConnectionResetError" < Some(&CONNECTION_ERROR);
    FILE_EXISTS_ERROR = "FileExistsError" < Some(&OS_ERROR);
    FILE_NOT_FOUND_ERROR = "FileNotFoundError" < Some(&OS_ERROR);
    INTERRUPTED_ERROR = "InterruptedError" < Some(&OS_ERROR);
    IS_A_DIRECTORY_ERROR = "IsADirectoryError" < Some(&OS_ERROR);
    NOT_A_DIRECTORY_ERROR = "NotADirectoryError" < Some(&OS_ERROR);
    PERMISSION_ERROR = "PermissionError" < Some(&OS_ERROR);
    PROCESS_LOOKUP_ERROR = "ProcessLookupError" < Some(&OS_ERROR);
    TIMEOUT_ERROR = "TimeoutError" < Some(&OS_ERROR);
    REFERENCE_ERROR = "ReferenceError" < Some(&EXCEPTION);
    RUNTIME_ERROR = "RuntimeError" < Some(&EXCEPTION);
    NOT_IMPLEMENTED_ERROR = "NotImplementedError" < Some(&RUNTIME_ERROR);
    RECURSION_ERROR = "RecursionError" < Some(&RUNTIME_ERROR);
    SYNTAX_ERROR = "SyntaxError" < Some(&EXCEPTION);
    INDENTATION_ERROR = "IndentationError" < Some(&SYNTAX_ERROR);
    TAB_ERROR = "TabError" < Some(&INDENTATION_ERROR);
    SYSTEM_ERROR = "SystemError" < Some(&EXCEPTION);
    TYPE_ERROR = "TypeError" < Some(&EXCEPTION);
    VALUE_ERROR = "ValueError" < Some(&EXCEPTION);
    UNICODE_ERROR = "UnicodeError" < Some(&VALUE_ERROR);
    UNICODE_DECODE_ERROR = "UnicodeDecodeError" < Some(&UNICODE_ERROR);
    UNICODE_ENCODE_ERROR = "UnicodeEncodeError" < Some(&UNICODE_ERROR);
    UNICODE_TRANSLATE_ERROR = "UnicodeTranslateError" < Some(&UNICODE_ERROR);
    WARNING = "Warning" < Some(&EXCEPTION);
    DEPRECATION_WARNING = "DeprecationWarning" < Some(&WARNING);
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning" < Some(&WARNING);
    RUNTIME_WARNING = "RuntimeWarning" < Some(&WARNING);
    SYNTAX_WARNING = "SyntaxWarning" < Some(&WARNING);
    USER_WARNING = "UserWarning" < Some(&WARNING);
    FUTURE_WARNING = "FutureWarning" < Some(&WARNING);
    IMPORT_WARNING = "ImportWarning" < Some(&WARNING);
    UNICODE_WARNING = "UnicodeWarning" < Some(&WARNING);
    BYTES_WARNING = "BytesWarning" < Some(&WARNING);
    RESOURCE_WARNING = "ResourceWarning" < Some(&WARNING);
    ENCODING_WARNING = "EncodingWarning" < Some(&WARNING);
}

/// `ExceptionGroup`: both an `Exception` and a `BaseExceptionGroup`.
pub static EXCEPTION_GROUP: Class = Class {
    base: Some(&EXCEPTION),
    second: Some(&BASE_EXCEPTION_GROUP),
    ..Class::named("ExceptionGroup")
};
