//! Opens the repository that a command is about.

use std::ffi::OsString;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use tip_workspace::{
    EntryKind, Known, Os, Overlay, ReplaceError, Root, RootKind, Snapshot, System,
};

use crate::Failure;

/// What a place is made of, as the environment and the arguments say it.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The current folder; `None` when it cannot be told.
    pub cwd: Option<Utf8PathBuf>,
    /// The folder that was named instead, relative to the current one.
    pub directory: Option<Utf8PathBuf>,
    /// The configuration that was named.
    pub config: Option<Utf8PathBuf>,
    /// The template that was named.
    pub template: Option<Utf8PathBuf>,
    /// The folders that programs are looked for in.
    pub search_path: Vec<Utf8PathBuf>,
    /// The folder where this user's programs keep their state: ours in it.
    pub state: Option<Utf8PathBuf>,
    /// The variables of the environment, which commands may see.
    pub variables: Vec<(OsString, OsString)>,
    /// The name by which the system knows whoever runs this.
    pub user: Option<String>,
}

/// The folder that a command is run in, and what is needed to open repositories.
#[derive(Debug)]
pub struct Place {
    system: Arc<dyn System>,
    /// The folder that relative paths of the command line start at.
    pub cwd: Utf8PathBuf,
    /// The folders that programs are looked for in.
    pub search_path: Vec<Utf8PathBuf>,
    /// The folder where this user's programs keep their state: ours in it.
    pub state: Option<Utf8PathBuf>,
    /// The variables of the environment, which commands may see.
    pub variables: Vec<(OsString, OsString)>,
    /// The name by which the system knows whoever runs this.
    pub user: Option<String>,
    config: Option<Utf8PathBuf>,
    template: Option<Utf8PathBuf>,
    base: OnceLock<Utf8PathBuf>,
    /// What is known of the repository that was opened last, where this place is asked again and again.
    known: Option<Arc<Mutex<Option<Known>>>>,
}

/// An open repository.
#[derive(Debug)]
pub struct Repository {
    /// What is asked of it.
    pub snapshot: Snapshot,
    /// What makes its folder a root.
    pub kind: RootKind,
}

impl Place {
    /// Returns the place in a folder.
    pub fn new(around: Surroundings) -> Result<Self, Failure> {
        let system: Arc<dyn System> = Arc::new(Os);
        let directory = around.directory.as_deref();
        let cwd = match (&around.cwd, directory) {
            (Some(cwd), directory) => clean(&cwd.join(directory.unwrap_or(Utf8Path::new("")))),
            (None, Some(directory)) if directory.is_absolute() => clean(directory),
            (None, _) => {
                return Err(Failure::user("the current folder cannot be read")
                    .hint("name one: `tip -C /path/to/repository`"));
            }
        };
        match system.kind(&cwd) {
            Some(EntryKind::Folder) => {}
            Some(_) => return Err(Failure::user(format!("`{cwd}` is no folder"))),
            None => return Err(Failure::user(format!("no such folder: `{cwd}`"))),
        }
        let absolute = |path: &Option<Utf8PathBuf>| path.as_ref().map(|it| clean(&cwd.join(it)));
        Ok(Self {
            config: absolute(&around.config),
            template: absolute(&around.template),
            base: OnceLock::new(),
            known: None,
            search_path: around.search_path,
            state: around.state,
            variables: around.variables,
            user: around.user,
            system,
            cwd,
        })
    }

    /// Returns the place with a text over the file at `path`.
    pub fn with_text(&self, path: &Utf8Path, text: Vec<u8>) -> Self {
        let system = Overlay::new(Arc::clone(&self.system));
        system.set(self.absolute(path), text);
        Self {
            system: Arc::new(system),
            cwd: self.cwd.clone(),
            search_path: self.search_path.clone(),
            state: self.state.clone(),
            variables: self.variables.clone(),
            user: self.user.clone(),
            config: self.config.clone(),
            template: self.template.clone(),
            base: OnceLock::new(),
            known: self.known.clone(),
        }
    }

    /// Keeps what is found out, for whoever asks again.
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.known = Some(Arc::default());
        self
    }

    /// Opens the repository that this folder belongs to.
    pub fn open(&self) -> Result<Repository, Failure> {
        self.open_root(self.root())
    }

    /// Finds the root that this folder belongs to.
    pub fn root(&self) -> Root {
        Root::find(&*self.system, &self.cwd)
    }

    /// Opens the repository at a root.
    pub fn open_root(&self, root: Root) -> Result<Repository, Failure> {
        let system = Arc::clone(&self.system);
        let snapshot = Snapshot::open(
            system,
            root.path,
            self.config.as_deref(),
            self.template.as_deref(),
        )?;
        Ok(Repository {
            snapshot: self.as_known(snapshot),
            kind: root.kind,
        })
    }

    /// Lets a snapshot take over what is known of its repository.
    fn as_known(&self, snapshot: Snapshot) -> Snapshot {
        let Some(known) = &self.known else {
            return snapshot;
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = match &*known {
            Some(before) => snapshot.after(before),
            None => snapshot.kept(),
        };
        *known = Some(snapshot.known());
        snapshot
    }

    /// Finds the root that a path of the command line belongs to; the error says that nothing is there.
    pub fn root_of(&self, path: &Utf8Path) -> Result<(Root, Utf8PathBuf, EntryKind), Failure> {
        if path.as_str().is_empty() {
            return Err(Failure::usage("an empty path names nothing").hint("`.` is this folder"));
        }
        let absolute = clean(&self.cwd.join(path));
        let Some(kind) = self.system.kind(&absolute) else {
            if self.is_loop(&absolute) {
                return Err(
                    Failure::user(format!("`{path}` is a link that leads to itself"))
                        .hint("`ls -l` shows where it leads: link it to a file, or delete it"),
                );
            }
            let failure = Failure::user(format!("no such file or folder: `{path}`"));
            return Err(match self.nearest(&absolute) {
                Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
                None => failure.hint("`tip list` shows the plans of this repository"),
            });
        };
        if kind == EntryKind::Other {
            return Err(Failure::user(format!(
                "`{path}` is neither a file nor a folder"
            )));
        }
        let absolute = match kind {
            EntryKind::Folder => self.followed(absolute),
            _ => absolute,
        };
        let root = Root::find(&*self.system, &absolute);
        // A file outside every repository is looked at from here, if it lies here.
        let root = match root.kind {
            RootKind::None if absolute.starts_with(&self.cwd) => Root {
                path: self.cwd.clone(),
                kind: RootKind::None,
            },
            _ => root,
        };
        Ok((root, absolute, kind))
    }

    /// Returns whether a path is a link that leads to itself.
    fn is_loop(&self, path: &Utf8Path) -> bool {
        // The kind of this error has no stable name.
        let error = self.system.read_head(path, 0).err();
        error.is_some_and(|it| it.to_string().contains("symbolic links"))
    }

    /// Returns where a folder really lies if links lead to it from its repository, in which a walk follows none.
    fn followed(&self, folder: Utf8PathBuf) -> Utf8PathBuf {
        let root = Root::find(&*self.system, &folder).path;
        let real = |path: &Utf8Path| self.system.real(path);
        let (Some(real_root), Some(real_folder)) = (real(&root), real(&folder)) else {
            return folder;
        };
        let within = folder.strip_prefix(&root).ok();
        if within.is_some_and(|it| real_root.join(it) == real_folder) {
            return folder;
        }
        match real_folder.strip_prefix(&real_root) {
            Ok(within) => root.join(within),
            Err(_) => real_folder,
        }
    }

    /// Returns a file in the same folder with a name much like it.
    fn nearest(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let folder = path.parent()?;
        let names = self.system.list(folder).ok()?;
        let names = names.iter().map(|(name, _)| name.as_str());
        let name = tip_workspace::nearest_word(path.file_name()?, names)?;
        Some(self.shown(&folder.join(name)))
    }

    /// Returns a path of the command line as an absolute one.
    pub fn absolute(&self, path: &Utf8Path) -> Utf8PathBuf {
        clean(&self.cwd.join(path))
    }

    /// Reads a file; `None` when nothing stands there.
    pub fn read(&self, path: &Utf8Path) -> Result<Option<Vec<u8>>, io::Error> {
        match self.system.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a file, whole or not at all, if it is still as it was read.
    pub fn write(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
    ) -> Result<(), ReplaceError> {
        self.system.replace(path, before, after)
    }

    /// Fails for a file outside the repository that this folder belongs to: nothing is written there, whatever links lead to it.
    pub fn writable(&self, path: &Utf8Path) -> Result<(), Failure> {
        let base = self.base();
        // Of a file that is not there yet the nearest folder tells.
        let real = path.ancestors().find_map(|it| self.system.real(it));
        let is_within = match (self.system.real(base), real) {
            (Some(base), Some(real)) => real.starts_with(base),
            _ => path.starts_with(base),
        };
        if is_within {
            return Ok(());
        }
        let folder = Root::find(&*self.system, path).path;
        Err(Failure::user(format!(
            "`{}` lies outside of `{base}`, and nothing is written there",
            self.shown(path)
        ))
        .hint(format!("`tip -C {folder} …` works on it where it lies")))
    }

    /// Returns a path as people in this folder write it: relative to it within its repository, whole outside.
    pub fn shown(&self, path: &Utf8Path) -> Utf8PathBuf {
        if let Ok(relative) = path.strip_prefix(&self.cwd)
            && !relative.as_str().is_empty()
        {
            return relative.to_path_buf();
        }
        if !path.starts_with(self.base()) {
            return path.to_path_buf();
        }
        let mut up = Utf8PathBuf::new();
        for folder in self.cwd.ancestors() {
            if let Ok(relative) = path.strip_prefix(folder) {
                let shown = up.join(relative);
                return if shown.as_str().is_empty() {
                    ".".into()
                } else {
                    shown
                };
            }
            up.push("..");
        }
        path.to_path_buf()
    }

    /// Returns the folder that paths for programs are relative to: the root of the repository that this folder belongs to.
    pub fn base(&self) -> &Utf8Path {
        self.base
            .get_or_init(|| Root::find(&*self.system, &self.cwd).path)
    }
}

impl Place {
    /// Splits `PLAN#THING`; a file may have the sign in its name.
    pub fn split<'a>(&self, written: &'a str) -> (&'a str, Option<&'a str>) {
        match written.rsplit_once('#') {
            _ if self.root_of(written.into()).is_ok() => (written, None),
            Some((plan, thing)) if !plan.is_empty() && !thing.is_empty() => (plan, Some(thing)),
            _ => (written, None),
        }
    }

    /// Opens the repository that holds what is named by a path; for another name the one that this folder belongs to.
    pub fn open_for(&self, name: &str) -> Result<Snapshot, Failure> {
        let repository = match self.root_of(name.into()) {
            Ok((root, ..)) => self.open_root(root)?,
            // It is a file, so that it names no plan in another way.
            Err(failure) if self.is_loop(&self.absolute(name.into())) => return Err(failure),
            Err(_) => self.open()?,
        };
        Ok(repository.snapshot)
    }
}

/// Takes `.` and `..` out of a path, by its words alone.
fn clean(path: &Utf8Path) -> Utf8PathBuf {
    let mut out = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                out.pop();
            }
            part => out.push(part.as_str()),
        }
    }
    out
}
