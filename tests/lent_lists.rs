//! A text is found in a list that an embedder lends as in a list that a policy makes of it.

#![cfg(test)]

use ordain::Policy;
use ordain::host::{Request, User};
use ordain::value::plain::Plain;
use ordain::value::value::{Lent, Object, Sequence};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// An item of each kind that may be or look like a text.
#[derive(Clone, Debug)]
enum Item {
    Str(String),
    Made(String),
    Json(Json),
    Int(i64),
    Object(Named),
}

/// An object whose `str()` is a name.
#[derive(Clone, Debug)]
struct Named(String);

impl Object for Named {
    fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
        Some(self.0.as_str().into())
    }
}

/// What the policy is about.
struct About {
    items: Items,
    json: Json,
}

struct Items(Vec<Item>);

impl Sequence for Items {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn item(&self, at: usize) -> Option<Lent<'_>> {
        Some(match self.0.get(at)? {
            Item::Str(text) => Lent::Str(text),
            Item::Made(text) => Lent::Text(text.clone()),
            Item::Json(json) => Lent::Json(json),
            Item::Int(int) => Lent::Int(*int),
            Item::Object(named) => Lent::Object(named),
        })
    }
}

impl Object for About {
    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "items" => Lent::List(&self.items),
            "json" => Lent::Json(&self.json),
            "own" => Lent::Object(self),
            _ => return None,
        })
    }
}

fn answer(text: &str, about: &About) -> Option<Plain> {
    let (policy, user) = (Policy::compile("p", text).unwrap(), User::anonymous());
    let request = Request::new(&user).about(about);
    policy.evaluate(&request).unwrap().value
}

fn item() -> impl Strategy<Value = Item> {
    let text = "[ab\u{e9}1]{0,2}";
    prop_oneof![
        text.prop_map(Item::Str),
        text.prop_map(Item::Made),
        text.prop_map(|text| Item::Json(json!(text))),
        Just(Item::Json(json!(null))),
        Just(Item::Json(json!(["a"]))),
        (0i64..2).prop_map(Item::Int),
        text.prop_map(|text| Item::Object(Named(text))),
    ]
}

proptest! {
    #[test]
    fn in_place_as_in_a_list_of_its_own(
        items in prop::collection::vec(item(), 0..6),
        wanted in "[ab\u{e9}1]{0,2}",
    ) {
        let texts = items.iter().map(|item| match item {
            Item::Json(json) => json.clone(),
            Item::Int(int) => json!(int),
            Item::Str(text) | Item::Made(text) | Item::Object(Named(text)) => json!(text),
        });
        let json = texts.collect();
        let about = About { items: Items(items), json };
        let policy = format!(
            "w = {wanted:?}\n\
             o = request.obj.own\n\
             found = [w in request.obj.own.items, w not in request.obj.own.json, w in o.items]\n\
             made = [any(w == i for i in o.items), all(w != i for i in o.json), w in list(o.items)]\n\
             return found == made and found[0] == (w in request.obj.own.items)"
        );
        prop_assert_eq!(answer(&policy, &about), Some(Plain::Bool(true)));
    }
}

#[test]
fn what_a_policy_did_to_a_list_is_seen_in_it() {
    let about = About {
        items: Items(vec![Item::Str("a".into()), Item::Int(1)]),
        json: json!(["a"]),
    };
    let policy = "o = request.obj\n\
        before = ['b' in request.obj.own.items, 'b' in request.obj.own.json]\n\
        o.items.append('b')\n\
        o.json.remove('a')\n\
        after = ['b' in request.obj.own.items, 'a' in request.obj.own.json]\n\
        return [before, after, 1 in request.obj.own.items, None in request.obj.own.items]";
    let expected = "[[False, False], [True, False], True, False]";
    let answered = answer(&(policy.replace("return ", "return repr(") + ")"), &about);
    assert_eq!(answered, Some(Plain::Str(expected.into())));
}

#[test]
fn a_long_list_is_looked_through_to_its_end() {
    let items = (0..200).map(|at| Item::Str(at.to_string())).collect();
    let about = About {
        items: Items(items),
        json: json!([]),
    };
    for (wanted, listed) in [(0, true), (63, true), (64, true), (199, true), (200, false)] {
        let policy = format!("return '{wanted}' in request.obj.items");
        assert_eq!(answer(&policy, &about), Some(Plain::Bool(listed)));
    }
}

/// A list that finds everything where nothing is.
struct Astray(usize);

impl Sequence for Astray {
    fn len(&self) -> usize {
        3
    }

    fn item(&self, _: usize) -> Option<Lent<'_>> {
        Some(Lent::Int(0))
    }

    fn find_text(&self, _: &str, _: std::ops::Range<usize>) -> Option<usize> {
        Some(self.0)
    }
}

impl Object for Astray {
    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        (name == "items").then_some(Lent::List(self))
    }
}

#[test]
fn a_position_outside_of_a_list_harms_nobody() {
    let policy = Policy::compile("p", "return 'a' in request.obj.items").unwrap();
    let user = User::anonymous();
    for at in [0, 3, usize::MAX] {
        let about = Astray(at);
        let request = Request::new(&user).about(&about);
        assert!(policy.evaluate(&request).unwrap().passing);
    }
}
