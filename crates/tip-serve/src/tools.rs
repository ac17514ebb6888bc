//! The tools: few, and each of them a whole question.

mod change;

mod check;

mod context;

mod drift;

mod edit;

pub(crate) mod foresee;

mod new;

mod next;

mod read;

mod verify;

use std::sync::Arc;

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tip_work::Failure;

use crate::arguments;
use crate::desk::{Call, Desk};
use crate::mismatch;
use crate::schema;

/// What a tool does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// It looks.
    Looks,
    /// It writes plans.
    Writes,
    /// It runs commands that somebody approved.
    Runs,
}

type Act = Box<dyn Fn(&Call<'_>, JsonObject) -> Result<Value, Failure> + Send + Sync>;

/// All tools.
pub(crate) struct Tools(Vec<(Tool, Act)>);

/// Returns all tools, in the order in which they are listed.
pub(crate) fn all() -> Tools {
    let mut tools = Tools(Vec::new());
    tools.add(
        "next",
        "Phases and tasks that can be worked on now.",
        Reach::Looks,
        next::next,
    );
    tools.add(
        "read",
        "A plan in few words, or one thing in it word for word.",
        Reach::Looks,
        read::read,
    );
    tools.add(
        "context",
        "What a phase needs: its text, code as it stands now, scenarios, domain documents, open research.",
        Reach::Looks,
        context::context,
    );
    tools.add(
        "check",
        "What is wrong in a plan, or in all.",
        Reach::Looks,
        check::check,
    );
    tools.add(
        "drift",
        "References to code that moved, changed or went.",
        Reach::Looks,
        drift::drift,
    );
    tools.add_call(
        "verify",
        "Run criteria that the user approved, or serve what passed before.",
        Reach::Runs,
        verify::verify,
    );
    tools.add(
        "edit",
        "Change a plan, all edits or none; finish demands evidence.",
        Reach::Writes,
        edit::edit,
    );
    tools.add(
        "new",
        "Begin a plan from the template.",
        Reach::Writes,
        new::new,
    );
    tools.add(
        "foresee",
        "When plans may be done, and which files several change.",
        Reach::Looks,
        foresee::foresee,
    );
    tools
}

impl Tools {
    fn add<A, O>(
        &mut self,
        name: &'static str,
        about: &'static str,
        reach: Reach,
        act: impl Fn(&Desk, &A) -> Result<O, Failure> + Send + Sync + 'static,
    ) where
        A: DeserializeOwned + JsonSchema,
        O: Serialize + JsonSchema,
    {
        self.add_call(name, about, reach, move |call: &Call<'_>, wish: &A| {
            act(call.desk, wish)
        });
    }

    /// Adds a tool that ends when its client takes the call back.
    fn add_call<A, O>(
        &mut self,
        name: &'static str,
        about: &'static str,
        reach: Reach,
        act: impl Fn(&Call<'_>, &A) -> Result<O, Failure> + Send + Sync + 'static,
    ) where
        A: DeserializeOwned + JsonSchema,
        O: Serialize + JsonSchema,
    {
        let annotations = match reach {
            Reach::Looks => Some(ToolAnnotations::new().read_only(true)),
            Reach::Writes => Some(ToolAnnotations::new().destructive(false)),
            // What commands do is not known: a client takes what says nothing for destructive, and may ask its user.
            Reach::Runs => None,
        };
        let mut tool = Tool::new(name, about, schema::input::<A>())
            .with_raw_output_schema(schema::output::<O>().into());
        tool.annotations = annotations;
        let takes = Arc::clone(&tool.input_schema);
        let act = move |call: &Call<'_>, arguments: JsonObject| {
            arguments::check(&arguments)?;
            mismatch::check(&takes, &arguments)?;
            let wish: A = serde_json::from_value(Value::Object(arguments)).map_err(|error| {
                Failure::usage(format!("`{name}` cannot be asked like that: {error}"))
            })?;
            serde_json::to_value(act(call, &wish)?).map_err(Failure::internal)
        };
        self.0.push((tool, Box::new(act)));
    }

    pub(crate) fn listed(&self) -> Vec<Tool> {
        self.0.iter().map(|(tool, _)| tool.clone()).collect()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(tool, _)| tool.name == name)
    }

    pub(crate) fn call(
        &self,
        call: &Call<'_>,
        name: &str,
        arguments: JsonObject,
    ) -> Result<Value, Failure> {
        match self.0.iter().find(|(tool, _)| tool.name == name) {
            Some((_, act)) => act(call, arguments),
            None => Err(Failure::usage(format!("no tool is called `{name}`"))),
        }
    }
}
