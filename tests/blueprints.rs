//! Blueprints in `tests/golden/blueprints`: a file with the objects it describes beside it as
//! `.json`, or with the reason for which it is refused as `.error`, its place before it if that is
//! what the file is about.

#![cfg(test)]

use std::{fs, path::Path};

use ordain::engine::blueprint::{Access, BlueprintLimits, Blueprints, Object};
use ordain::source::Place;
use serde_json::{Value, json};

fn golden() -> impl Iterator<Item = std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/blueprints");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    files.sort();
    files.into_iter()
}

/// Everything that `expected` says of an object holds.
fn matches(object: &Object, expected: &Value) {
    let seen = json!({
        "model": object.label, "ids": object.ids, "pk": object.pk, "attrs": object.attrs,
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&seen[key], value, "{}", object.name());
    }
}

#[test]
fn golden_blueprints() {
    for path in golden() {
        let (text, name) = (fs::read_to_string(&path).unwrap(), path.display());
        let limits = BlueprintLimits {
            expansion: 1 << 20,
            ..BlueprintLimits::default()
        };
        let mut blueprints = Blueprints::new().with_limits(limits);
        let loaded = blueprints.load("f", &text);
        if let Ok(reason) = fs::read_to_string(path.with_extension("error")) {
            let error = loaded.expect_err("refused").to_string();
            assert!(error.ends_with(reason.trim_end()), "{name}: {error}");
            assert_eq!(blueprints.objects().count(), 0);
            continue;
        }
        loaded.unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: Vec<Value> = serde_json::from_str(&expected).unwrap();
        assert_eq!(blueprints.objects().count(), expected.len(), "{name}");
        for (object, expected) in blueprints.objects().zip(&expected) {
            matches(object, expected);
        }
    }
}

#[test]
fn later_files_find_what_earlier_ones_describe() {
    let mut blueprints = Blueprints::new();
    let groups = "entries: [{model: authentik_core.group, id: g, identifiers: {name: g}}]";
    blueprints.load("groups.yaml", groups).unwrap();
    let bad = "entries:
  - {model: authentik_core.group, identifiers: {name: g}, attrs: {is_superuser: true}}
  - {model: authentik_core.group, identifiers: {name: !KeyOf g}}";
    let error = blueprints.load("bad.yaml", bad).unwrap_err();
    assert_eq!(
        error.to_string(),
        "bad.yaml:3:55: KeyOf: failed to find entry with `id` of `g`"
    );
    assert_eq!(
        blueprints.objects().next().unwrap().attrs,
        *json!({"name": "g"}).as_object().unwrap()
    );
    let users = "entries:
  - model: authentik_core.user
    identifiers: {username: u}
    attrs: {groups: [!Find [authentik_core.group, [name, g]]]}";
    blueprints.load("users.yaml", users).unwrap();
    let group = blueprints.objects().next().unwrap().pk.clone();
    assert_eq!(
        blueprints.objects().nth(1).unwrap().attrs["groups"],
        json!([group])
    );
}

#[test]
fn a_place_in_an_expression_is_a_place_in_the_file() {
    let text = "entries:
- model: authentik_policies_expression.expressionpolicy
  identifiers: {name: block}
  attrs:
    expression: |

      if x:
          return y
- model: authentik_policies_expression.expressionpolicy
  identifiers: {name: plain}
  attrs: {expression: return x}
- model: authentik_policies_expression.expressionpolicy
  identifiers: {name: quoted}
  attrs: {expression: 'return x'}
- model: authentik_policies_expression.expressionpolicy
  identifiers: {name: escaped}
  attrs: {expression: \"x = 1\\nreturn x\"}
- model: authentik_policies_expression.expressionpolicy
  identifiers: {name: indented}
  attrs:
    expression: |2-
        # further in
      return x
";
    let mut blueprints = Blueprints::new();
    blueprints.load("f", text).unwrap();
    let located: Vec<_> = blueprints
        .objects()
        .map(|object| {
            let source = object.text("expression").unwrap();
            let at = source.find("return").unwrap();
            let place = object.locate(Place::of(source, u32::try_from(at).unwrap()));
            (object.name(), place.line, place.column)
        })
        .collect();
    let expected = [
        ("block", 8, 11),
        ("plain", 11, 23),
        ("quoted", 14, 24),
        ("escaped", 17, 23),
        ("indented", 23, 7),
    ];
    assert_eq!(located, expected);
}

#[test]
fn files_are_read_from_allowed_folders_only() {
    let base = std::env::temp_dir().join(format!("ordain-access-{}", std::process::id()));
    let allowed = base.join("allowed");
    fs::create_dir_all(&allowed).unwrap();
    fs::write(allowed.join("inside.txt"), "  hello\n").unwrap();
    fs::write(base.join("secret.txt"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(base.join("secret.txt"), allowed.join("link.txt")).unwrap();
    let content = |path: &str| {
        let access = Access::none().with_folder(&allowed).with_env("HOME");
        let mut blueprints = Blueprints::new().with_access(access);
        let text = format!("entries: [{{model: a.b, identifiers: {{x: !File {path}}}}}]");
        let loaded = blueprints
            .load("f", &text)
            .map_err(|error| error.to_string());
        loaded.map(|()| blueprints.objects().next().unwrap().attrs["x"].clone())
    };
    let inside = allowed.join("inside.txt").display().to_string();
    assert_eq!(content(&inside), Ok(json!("hello")));
    assert_eq!(content("inside.txt"), Ok(json!("hello")));
    assert_eq!(content("gone.txt"), Ok(json!(null)));
    assert_eq!(content("[gone.txt, other]"), Ok(json!("other")));
    for path in [
        "../secret.txt",
        "link.txt",
        "/etc/passwd",
        "../allowed/../secret.txt",
        "../gone",
    ] {
        let error = content(path).unwrap_err();
        assert!(error.contains("is not allowed"), "{path}: {error}");
    }
    let folder = content(".").unwrap_err();
    assert!(folder.contains("it is not a file"), "{folder}");
    fs::remove_dir_all(base).unwrap();
}

#[test]
fn a_variable_is_read_if_it_is_allowed() {
    let access = Access::none()
        .with_env("CARGO_PKG_NAME")
        .with_env("ORDAIN_UNSET");
    let mut blueprints = Blueprints::new().with_access(access);
    let text =
        "entries: [{model: a.b, identifiers: {x: !Env CARGO_PKG_NAME, y: !Env ORDAIN_UNSET}}]";
    blueprints.load("f", text).unwrap();
    let attrs = &blueprints.objects().next().unwrap().attrs;
    assert_eq!((&attrs["x"], &attrs["y"]), (&json!("ordain"), &json!(null)));
}
