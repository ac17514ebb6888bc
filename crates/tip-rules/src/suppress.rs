//! Findings that a plan lets pass: `<!-- tip: allow(rule-name) reason -->`.
//!
//! One pass after all rules takes away what is allowed, and says which allows did nothing.

use tip_plan::{Annotation, Stage, Verb};
use tip_syntax::{Edit, Finding, Safety, Span, Spanned};

use crate::judge::place;
use crate::nearest::nearest;
use crate::rules::{allow_without_reason, unused_allow};
use crate::{INTERNAL_FAULT, Judged, Level, PlanContext, RULES, Rule, RuleConfig, Scope, find};

/// The annotations of one plan that have to do with rules, ready to be applied when its document is gone.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    stage: Option<Stage>,
    allows: Vec<Allow>,
}

#[derive(Clone, Debug)]
struct Allow {
    annotation: Annotation,
    rules: Vec<(Spanned<String>, Option<&'static Rule>)>,
    /// Takes the whole annotation away.
    removal: Edit,
    /// What stands in the parentheses.
    list: Option<Span>,
}

impl Suppressions {
    /// Collects the suppressions of a plan.
    pub fn of(ctx: &PlanContext<'_>) -> Self {
        let annotations = ctx.plan.annotations.iter();
        let allows = annotations
            .filter(|it| matches!(it.verb, Some(Verb::Allow) | None))
            .map(|annotation| {
                let arguments = annotation.arguments.iter();
                // That a rule failed is no fault of the plan, and nobody can let it pass.
                let known = |name: &str| find(name).filter(|it| it.name != INTERNAL_FAULT.name);
                let rules = arguments.map(|it| (it.clone(), known(&it.value))).collect();
                let first = annotation.arguments.first().map(|it| it.span);
                let last = annotation.arguments.last().map(|it| it.span);
                Allow {
                    rules,
                    removal: Edit::delete(removed(ctx, annotation)),
                    list: first.zip(last).map(|(first, last)| first.cover(last)),
                    annotation: annotation.clone(),
                }
            })
            .collect();
        Self {
            stage: Some(ctx.plan.stage()),
            allows,
        }
    }

    /// Takes away the findings that are allowed, and adds what is to be said of the suppressions themselves.
    pub fn apply(&self, judged: &mut Vec<Judged>, config: &RuleConfig) {
        if self.allows.is_empty() {
            return;
        }
        let mut used: Vec<Vec<bool>> = self
            .allows
            .iter()
            .map(|allow| vec![false; allow.rules.len()])
            .collect();
        judged.retain(|it| {
            let mut allowed = false;
            for (allow, used) in self.allows.iter().zip(&mut used) {
                if !speaks_of(&allow.annotation, it) {
                    continue;
                }
                for ((_, rule), used) in allow.rules.iter().zip(used) {
                    if rule.is_some_and(|rule| rule.name == it.rule.name) {
                        *used = true;
                        allowed = true;
                    }
                }
            }
            !allowed
        });
        for (allow, used) in self.allows.iter().zip(&used) {
            self.unused(allow, used, judged, config);
            if allow.annotation.verb.is_some() && allow.annotation.reason.is_empty() {
                let finding = allow_without_reason::finding(&allow.annotation);
                self.push(&allow_without_reason::RULE, finding, judged, config);
            }
        }
        judged.sort_by(|left, right| place(left).cmp(&place(right)));
    }

    fn unused(&self, allow: &Allow, used: &[bool], judged: &mut Vec<Judged>, config: &RuleConfig) {
        let annotation = &allow.annotation;
        let mut push = |finding| self.push(&unused_allow::RULE, finding, judged, config);
        if annotation.verb.is_none() {
            push(unused_allow::unknown_verb(annotation));
            return;
        }
        if allow.rules.is_empty() {
            let finding = unused_allow::without_rules(annotation);
            push(removing(finding, vec![allow.removal.clone()]));
            return;
        }
        let is_idle = |(at, (_, rule)): &(usize, &(Spanned<String>, Option<&'static Rule>))| {
            !used[*at] && rule.is_none_or(|rule| self.is_asked(rule, config))
        };
        let rules = || allow.rules.iter().enumerate();
        let all = rules().filter(is_idle).count() == allow.rules.len();
        for (at, (written, rule)) in rules().filter(is_idle) {
            let finding = if let Some(rule) = rule {
                unused_allow::unused(written, rule, annotation)
            } else {
                let names = RULES.iter().map(|it| it.name);
                unused_allow::unknown_rule(written, nearest(&written.value, names))
            };
            let edit = match allow.list {
                Some(list) if !all => without(allow, at, list),
                _ => allow.removal.clone(),
            };
            push(removing(finding, vec![edit]));
        }
    }

    /// Returns whether a rule would have spoken, so that its silence means something.
    fn is_asked(&self, rule: &Rule, config: &RuleConfig) -> bool {
        match rule.scope {
            Scope::Plan(_) => self
                .stage
                .is_some_and(|stage| config.level(rule, stage).severity().is_some()),
            // Who checks one plan alone hears nothing from rules over all plans, and nothing from those that speak at the gate.
            Scope::Set(_) | Scope::Gate(_) => false,
            Scope::Suppressions => true,
        }
    }

    fn push(
        &self,
        rule: &'static Rule,
        finding: Finding,
        judged: &mut Vec<Judged>,
        config: &RuleConfig,
    ) {
        let level = self.stage.map(|stage| config.level(rule, stage));
        if let Some(severity) = level.and_then(Level::severity) {
            judged.push(Judged {
                rule,
                finding,
                severity,
            });
        }
    }
}

fn speaks_of(annotation: &Annotation, judged: &Judged) -> bool {
    let primary = &judged.finding.primary;
    let of = annotation.speaks_of;
    annotation.verb.is_some()
        && primary.path.is_none()
        && of.start <= primary.span.start
        && (primary.span.start < of.end || primary.span.start == of.end && !of.is_empty())
}

fn removing(finding: Finding, edits: Vec<Edit>) -> Finding {
    finding.fix("take it away", edits, Safety::Safe)
}

/// Takes one rule out of a list.
fn without(allow: &Allow, at: usize, list: Span) -> Edit {
    let names = allow.rules.iter().enumerate();
    let rest: Vec<&str> = names
        .filter(|(other, _)| *other != at)
        .map(|(_, (written, _))| written.value.as_str())
        .collect();
    Edit::replace(list, rest.join(", "))
}

/// Returns what goes with an annotation: its line where it has one of its own, the spaces before it else.
fn removed(ctx: &PlanContext<'_>, annotation: &Annotation) -> Span {
    let source = ctx.doc.source();
    let text = source.text();
    let span = annotation.span;
    let line = source.line_span(source.line_of(span.start));
    let alone = source.slice(line).trim() == source.slice(span);
    if annotation.own_line && alone {
        let after = &text[line.end()..];
        let end = after
            .find('\n')
            .map_or(text.len(), |it| line.end() + it + 1);
        return Span::new(line.start(), end);
    }
    let before = source.slice(Span::new(line.start(), span.start()));
    Span::new(line.start() + before.trim_end().len(), span.end())
}
