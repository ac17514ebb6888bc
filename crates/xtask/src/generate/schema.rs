//! The JSON Schema of a plan.

use tip_report::plan_json;

use super::{Generated, MARK};

pub(super) fn file() -> Generated {
    let schema = serde_json::to_string_pretty(&plan_json::plan_schema())
        .expect("a schema is a tree of strings and numbers");
    // JSON has no comments, but its schemas have a word for them.
    let rest = schema.trim_start_matches('{').trim_start_matches('\n');
    Generated {
        path: "docs/plan.schema.json".to_owned(),
        text: format!("{{ \"$comment\": \"{MARK} from `tip schema`. Do not edit.\",\n{rest}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn the_comment_leaves_the_schema_as_it_is() {
        let mut written: serde_json::Value =
            serde_json::from_str(&file().text).expect("it is JSON");
        written
            .as_object_mut()
            .expect("it is an object")
            .remove("$comment");
        let schema = serde_json::to_value(tip_report::plan_json::plan_schema());
        assert_eq!(written, schema.expect("it is JSON"));
    }
}
