//! The rules, one file each, and the one list of them.

pub(crate) mod allow_without_reason;
mod ambiguous_path;
mod begun_before_dependency;
mod broken_front_matter;
mod command_placeholder;
mod confidence_conflict;
mod contested_file;
mod deleted_code_ref;
mod dependency_cycle;
mod done_before_dependency;
mod done_but_open;
mod duplicate_box;
mod duplicate_feature;
mod duplicate_key;
mod duplicate_phase_number;
mod duplicate_section;
mod duplicate_task_number;
mod edited_code_ref;
mod effort_conflict;
mod empty_box;
mod empty_section;
mod existing_file;
mod feature_mismatch;
mod finished_but_draft;
mod hidden_exit_status;
mod incomplete_scenario;
mod invalid_date;
mod invalid_utf8;
mod later_dependency;
mod leftover_condition;
mod leftover_placeholder;
mod line_past_end;
mod misplaced_front_matter;
mod misplaced_section;
mod missing_concept;
mod missing_criteria;
mod missing_error_scenario;
mod missing_file;
mod missing_justification;
mod missing_migration;
pub(crate) mod missing_program;
mod missing_purpose;
mod missing_script;
mod missing_section;
mod missing_section_ref;
mod missing_test_file;
mod missing_tests;
mod misspelled_box;
mod misspelled_name;
mod mutating_command;
mod nested_fence;
mod one_way_migration;
mod open_research;
mod overconfident_estimate;
mod oversized_phase;
mod partial_path;
mod path_outside_repository;
mod phase_state_conflict;
mod plan_cycle;
mod plan_too_long;
mod self_dependency;
mod shared_file;
mod skipped_phase_number;
mod stale_code_ref;
mod stale_confirmation;
mod stale_plan;
mod status_behind_tasks;
mod superseded_reference;
mod template_sample;
mod unclosed_fence;
mod undersized_total;
mod undesigned_change;
mod unfinished_approval;
mod unfinished_dependency;
mod unfinished_phase;
mod unknown_dependency;
mod unknown_effort;
mod unknown_input;
mod unknown_path;
mod unknown_status;
mod unknown_tag;
mod unknown_target;
mod unknown_test;
mod unmitigated_risk;
mod unproven_box;
mod unreadable_plan;
mod untold_phase;
pub(crate) mod unused_allow;
mod unvalidated_scenario;
mod unwatched_performance;
mod vague_criterion;

use crate::Rule;
use crate::internal_fault::INTERNAL_FAULT;

/// The rules, sorted by name.
pub static RULES: &[&Rule] = &[
    &allow_without_reason::RULE,
    &ambiguous_path::RULE,
    &begun_before_dependency::RULE,
    &broken_front_matter::RULE,
    &command_placeholder::RULE,
    &confidence_conflict::RULE,
    &contested_file::RULE,
    &deleted_code_ref::RULE,
    &dependency_cycle::RULE,
    &done_before_dependency::RULE,
    &done_but_open::RULE,
    &duplicate_box::RULE,
    &duplicate_feature::RULE,
    &duplicate_key::RULE,
    &duplicate_phase_number::RULE,
    &duplicate_section::RULE,
    &duplicate_task_number::RULE,
    &edited_code_ref::RULE,
    &effort_conflict::RULE,
    &empty_box::RULE,
    &empty_section::RULE,
    &existing_file::RULE,
    &feature_mismatch::RULE,
    &finished_but_draft::RULE,
    &hidden_exit_status::RULE,
    &incomplete_scenario::RULE,
    &invalid_date::RULE,
    &invalid_utf8::RULE,
    &later_dependency::RULE,
    &leftover_condition::RULE,
    &leftover_placeholder::RULE,
    &line_past_end::RULE,
    &misplaced_front_matter::RULE,
    &misplaced_section::RULE,
    &missing_concept::RULE,
    &missing_criteria::RULE,
    &missing_error_scenario::RULE,
    &missing_file::RULE,
    &missing_justification::RULE,
    &missing_migration::RULE,
    &missing_program::RULE,
    &missing_purpose::RULE,
    &missing_script::RULE,
    &missing_section::RULE,
    &missing_section_ref::RULE,
    &missing_test_file::RULE,
    &missing_tests::RULE,
    &misspelled_box::RULE,
    &misspelled_name::RULE,
    &mutating_command::RULE,
    &nested_fence::RULE,
    &one_way_migration::RULE,
    &open_research::RULE,
    &overconfident_estimate::RULE,
    &oversized_phase::RULE,
    &partial_path::RULE,
    &path_outside_repository::RULE,
    &phase_state_conflict::RULE,
    &plan_cycle::RULE,
    &plan_too_long::RULE,
    &self_dependency::RULE,
    &shared_file::RULE,
    &skipped_phase_number::RULE,
    &stale_code_ref::RULE,
    &stale_confirmation::RULE,
    &stale_plan::RULE,
    &status_behind_tasks::RULE,
    &superseded_reference::RULE,
    &template_sample::RULE,
    &unclosed_fence::RULE,
    &undersized_total::RULE,
    &undesigned_change::RULE,
    &unfinished_approval::RULE,
    &unfinished_dependency::RULE,
    &unfinished_phase::RULE,
    &unknown_dependency::RULE,
    &unknown_effort::RULE,
    &unknown_input::RULE,
    &unknown_path::RULE,
    &unknown_status::RULE,
    &unknown_tag::RULE,
    &unknown_target::RULE,
    &unknown_test::RULE,
    &unmitigated_risk::RULE,
    &unproven_box::RULE,
    &unreadable_plan::RULE,
    &untold_phase::RULE,
    &unused_allow::RULE,
    &unvalidated_scenario::RULE,
    &unwatched_performance::RULE,
    &vague_criterion::RULE,
];

/// Returns the rule with a name or a code.
pub fn find(name_or_code: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .copied()
        .chain([&INTERNAL_FAULT])
        .find(|rule| rule.name == name_or_code || rule.code.eq_ignore_ascii_case(name_or_code))
}
