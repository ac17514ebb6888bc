//! A thread that confines itself: Landlock for files, seccomp for sockets.

use std::collections::BTreeMap;
use std::env::consts;
use std::error::Error;

use camino::Utf8Path;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// The oldest Landlock that bounds every way to change a file: before it a file could be cut short.
const LEAST: ABI = ABI::V3;

/// The newest Landlock whose rights are asked for where the kernel knows them.
const NEWEST: ABI = ABI::V6;

/// What is written to without harm.
const HARMLESS: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random"];

/// Returns what this kernel cannot keep from commands, or why it has no Landlock that would do.
pub(super) fn probe() -> Result<Vec<&'static str>, String> {
    if !supports(LEAST) {
        return Err("this kernel has no Landlock of version 3 or newer".to_owned());
    }
    let mut gaps = Vec::new();
    if !supports(ABI::V5) {
        gaps.push("devices that they may read can be controlled");
    }
    if !supports(ABI::V6) {
        gaps.push("other programs of this user can be sent signals");
    }
    Ok(gaps)
}

/// Returns whether the kernel knows all rights of a version.
fn supports(abi: ABI) -> bool {
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|it| match AccessNet::from_all(abi) {
            net if net.is_empty() => Ok(it),
            net => it.handle_access(net),
        })
        .and_then(|it| match Scope::from_all(abi) {
            scope if scope.is_empty() => Ok(it),
            scope => it.scope(scope),
        });
    ruleset.and_then(Ruleset::create).is_ok()
}

/// Confines the calling thread and all that it starts.
pub(super) fn confine(root: &Utf8Path, scratch: &Utf8Path) -> Result<(), String> {
    files(root, scratch)
        .and_then(|()| sockets())
        .map_err(|error| error.to_string())
}

fn files(root: &Utf8Path, scratch: &Utf8Path) -> Result<(), Box<dyn Error>> {
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(LEAST))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rule(PathBeneath::new(
            PathFd::new("/")?,
            AccessFs::from_read(NEWEST),
        ))?;
    for folder in [root, scratch] {
        let all = PathBeneath::new(PathFd::new(folder)?, AccessFs::from_all(NEWEST));
        ruleset = ruleset.add_rule(all)?;
    }
    for file in HARMLESS {
        if let Ok(file) = PathFd::new(file) {
            let write = AccessFs::WriteFile | AccessFs::ReadFile;
            ruleset = ruleset.add_rule(PathBeneath::new(file, write))?;
        }
    }
    let status = ruleset.restrict_self()?;
    if status.ruleset == RulesetStatus::NotEnforced || !status.no_new_privs {
        return Err("the kernel did not enforce it".into());
    }
    Ok(())
}

/// The bit in the number of a system call that asks for the x32 form of it, which some kernels offer beside the usual one.
const X32: i64 = 0x4000_0000;

/// Refuses every socket but those that tell of the machine itself, and what could make one unseen.
///
/// A pair of connected sockets is no way out and stays.
fn sockets() -> Result<(), Box<dyn Error>> {
    let not_netlink = condition(0, SeccompCmpOp::Ne, libc::AF_NETLINK as u64)?;
    let pushes_keys = condition(1, SeccompCmpOp::Eq, libc::TIOCSTI)?;
    let drives_console = condition(1, SeccompCmpOp::Eq, libc::TIOCLINUX)?;
    let calls: [(i64, Vec<SeccompRule>); 3] = [
        (libc::SYS_socket, vec![not_netlink]),
        (libc::SYS_ioctl, vec![pushes_keys, drives_console]),
        (libc::SYS_io_uring_setup, Vec::new()),
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for (call, conditions) in calls {
        if cfg!(target_arch = "x86_64") {
            rules.insert(call | X32, conditions.clone());
        }
        rules.insert(call, conditions);
    }
    let refuse = SeccompAction::Errno(libc::EACCES as u32);
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::Allow,
        refuse,
        consts::ARCH.try_into()?,
    )?;
    let program: BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program)?;
    Ok(())
}

fn condition(
    argument: u8,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompRule, Box<dyn Error>> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?;
    Ok(SeccompRule::new(vec![condition])?)
}
