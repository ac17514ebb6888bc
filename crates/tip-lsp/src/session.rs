//! The open documents and the repositories that they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use crossbeam_channel::Sender;
use gen_lsp_types::{
    CodeLensRefreshRequest, DidChangeWatchedFilesNotification,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, InlayHintRefreshRequest,
    MessageType, Notification as _, PublishDiagnosticsNotification, PublishDiagnosticsParams,
    Registration, RegistrationParams, RegistrationRequest, Request as _, ShowMessageNotification,
    ShowMessageParams, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};
use lsp_server::{Request, RequestId};
use rustc_hash::FxHashMap;
use serde::Serialize;
use tip_rules::Judged;
use tip_syntax::Source;
use tip_workspace::{Before, CONFIG_FILE, Overlay, Root, RootKind, System};

use crate::alone::Alone;
use crate::background::{Job, Report};
use crate::capabilities::Client;
use crate::line::Outbox;
use crate::open_document::OpenDocument;
use crate::project::{Contents, Project};
use crate::{diagnostics, uri};

/// The open documents and the repositories that they belong to.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    overlay: Arc<Overlay>,
    /// By URI.
    documents: BTreeMap<String, OpenDocument>,
    /// By root.
    projects: BTreeMap<Utf8PathBuf, Project>,
    /// The documents whose findings the editor does not have yet.
    unpublished: BTreeSet<String>,
    jobs: Sender<Job>,
    outbox: Outbox,
    asked: i32,
    /// The folders that the editor opened.
    folders: Vec<Utf8PathBuf>,
}

/// An open plan, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) client: Client,
    pub(crate) document: &'a OpenDocument,
    pub(crate) looked: &'a tip_workspace::Looked,
    pub(crate) project: &'a Project,
    /// All repositories, and all open documents.
    pub(crate) session: &'a Session,
}

impl Session {
    pub(crate) fn new(
        system: Arc<dyn System>,
        client: Client,
        jobs: Sender<Job>,
        outbox: Outbox,
    ) -> Self {
        Self {
            client,
            overlay: Arc::new(Overlay::new(system)),
            documents: BTreeMap::new(),
            projects: BTreeMap::new(),
            unpublished: BTreeSet::new(),
            jobs,
            outbox,
            asked: 0,
            folders: Vec::new(),
        }
    }

    /// Asks the editor to tell of files that change.
    pub(crate) fn watch_files(&mut self) {
        if !self.client.watches {
            return;
        }
        let watchers = DidChangeWatchedFilesRegistrationOptions {
            watchers: vec![FileSystemWatcher {
                glob_pattern: "**/*".to_owned().into(),
                kind: None,
            }],
        };
        let method = DidChangeWatchedFilesNotification::METHOD.as_str();
        let params = RegistrationParams {
            registrations: vec![Registration {
                id: "tip/files".to_owned(),
                method: method.to_owned(),
                register_options: serde_json::to_value(watchers).ok(),
            }],
        };
        self.ask(RegistrationRequest::METHOD.as_str(), params);
    }

    /// Returns the repositories that are open, each with its root.
    pub(crate) fn projects(&self) -> impl Iterator<Item = (&Utf8Path, &Project)> {
        self.projects
            .iter()
            .map(|(root, project)| (root.as_path(), project))
    }

    /// Returns a plan that is open, as the editor holds it now; `None` for what is no plan.
    pub(crate) fn view(&mut self, uri: &Uri) -> Option<View<'_>> {
        self.look(uri);
        let document = self.documents.get(&uri.0)?;
        let path = uri::to_path(uri)?;
        let root = self.root_of(&path);
        Some(View {
            client: self.client,
            looked: document.looked.as_ref()?,
            project: self.projects.get(&root)?,
            document,
            session: self,
        })
    }

    /// Returns the text of a file of a repository: the editor's where it is open.
    pub(crate) fn source(&self, project: &Project, path: &str) -> Option<Source> {
        let uri = uri::of_path(&project.absolute(path));
        match self.documents.get(&uri.0) {
            Some(document) => Some(document.source.clone()),
            None => project.snapshot.source(path).ok(),
        }
    }

    /// Opens the repository that a path belongs to, if it is not open, and returns its root.
    pub(crate) fn project_of(&mut self, path: &Utf8Path) -> Utf8PathBuf {
        let root = self.root_of(path);
        if !self.projects.contains_key(&root) {
            let system: Arc<dyn System> = if self.is_alone(&root) {
                Arc::new(Alone(Arc::clone(&self.overlay)))
            } else {
                Arc::clone(&self.overlay) as Arc<dyn System>
            };
            match Project::open(system, &root) {
                Ok(project) => {
                    self.projects.insert(root.clone(), project);
                    self.survey(&root);
                }
                Err(error) => self.show(&error.to_string()),
            }
        }
        root
    }

    /// Takes in a folder that the editor opened.
    pub(crate) fn open_folder(&mut self, folder: &Utf8Path) {
        if !self.folders.iter().any(|it| it == folder) {
            self.folders.push(folder.to_path_buf());
        }
        self.project_of(folder);
    }

    /// Takes in that the editor closed a folder; what is open in it stays open.
    pub(crate) fn close_folder(&mut self, folder: &Utf8Path) {
        self.folders.retain(|it| it != folder);
        let open = self
            .documents
            .values()
            .filter_map(|it| uri::to_path(&it.uri));
        let in_use: BTreeSet<Utf8PathBuf> = open
            .chain(self.folders.iter().cloned())
            .map(|it| self.root_of(&it))
            .collect();
        self.projects.retain(|root, _| in_use.contains(root));
    }

    /// Returns the root that a path belongs to: its repository, else the folder that the editor opened, else its own folder.
    fn root_of(&self, path: &Utf8Path) -> Utf8PathBuf {
        let found = Root::find(&*self.overlay, path);
        if found.kind != RootKind::None {
            return found.path;
        }
        let holding = self.folders.iter().filter(|it| path.starts_with(it));
        let outermost = holding.min_by_key(|it| it.as_str().len());
        outermost.cloned().unwrap_or(found.path)
    }

    /// Returns whether a root is none: nothing makes it a repository, and nobody opened it.
    fn is_alone(&self, root: &Utf8Path) -> bool {
        Root::find(&*self.overlay, root).kind == RootKind::None
            && !self.folders.iter().any(|it| root.starts_with(it))
    }

    fn survey(&self, root: &Utf8Path) {
        if self.is_alone(root) {
            return;
        }
        self.give(Job::Survey {
            root: root.to_path_buf(),
            overlay: Arc::clone(&self.overlay),
        });
    }

    /// Takes in a document that the editor opened.
    pub(crate) fn open(&mut self, item: TextDocumentItem) {
        let Some(path) = uri::to_path(&item.uri) else {
            return;
        };
        self.overlay
            .set(path.clone(), item.text.clone().into_bytes());
        let root = self.project_of(&path);
        let Ok(relative) = path.strip_prefix(&root) else {
            return;
        };
        let relative = relative.as_str().to_owned();
        let standing = self
            .projects
            .get(&root)
            .and_then(|it| it.standing(&relative));
        if let Some(standing) = standing {
            let (root, path) = (root.clone(), relative.clone());
            self.give(Job::Open {
                root: root.clone(),
                path: path.clone(),
            });
            self.give(Job::Drift {
                root,
                path,
                standing,
            });
        }
        let document = OpenDocument {
            uri: item.uri.clone(),
            path: relative,
            version: item.version,
            source: Source::from_text(item.text),
            standing,
            looked: None,
            before: Before::default(),
            findings: Vec::new(),
        };
        self.unpublished.insert(item.uri.0.clone());
        self.documents.insert(item.uri.0, document);
    }

    /// Takes in what the editor changed in a document.
    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let Some(document) = self.documents.get_mut(&uri.0) else {
            return;
        };
        document.change(version, changes, self.client.encoding);
        if let Some(path) = uri::to_path(uri) {
            self.overlay.set(path, document.source.bytes());
        }
        self.unpublished.insert(uri.0.clone());
    }

    /// A document was saved: what stands in the working tree is new.
    pub(crate) fn save(&mut self, uri: &Uri) {
        self.follow(uri);
        if let Some(path) = uri::to_path(uri) {
            // Not every editor tells of files that change; saving is a good moment to look.
            self.give(Job::Evidence {
                root: self.root_of(&path),
            });
        }
        if uri::to_path(uri).is_some_and(|it| it.file_name() == Some(CONFIG_FILE)) {
            self.refresh(std::slice::from_ref(uri));
        }
    }

    /// Takes in that the editor closed a document: from now on the file counts.
    pub(crate) fn close(&mut self, uri: &Uri) {
        let Some(document) = self.documents.remove(&uri.0) else {
            return;
        };
        self.unpublished.remove(&uri.0);
        let Some(path) = uri::to_path(uri) else {
            return;
        };
        self.overlay.remove(&path);
        let root = self.root_of(&path);
        if let Some(project) = self.projects.get_mut(&root) {
            project.drift.remove(&document.path);
            project.of_set.remove(&document.path);
            project.snapshot.forget(&document.path);
        }
        self.give(Job::Closed {
            root: root.clone(),
            path: document.path,
        });
        self.survey(&root);
        self.publish(PublishDiagnosticsParams {
            uri: uri.clone(),
            version: None,
            diagnostics: Vec::new(),
        });
    }

    /// Files changed on the disk: looks at their repositories again.
    pub(crate) fn refresh(&mut self, changed: &[Uri]) {
        let paths = changed.iter().filter_map(uri::to_path);
        let mut roots: Vec<Utf8PathBuf> = paths
            // What git does to its own files says nothing of those of the repository.
            .filter(|it| !it.components().any(|part| part.as_str() == ".git"))
            .map(|it| self.root_of(&it))
            .collect();
        roots.sort_unstable();
        roots.dedup();
        for root in roots {
            if self.projects.contains_key(&root) {
                self.survey(&root);
            } else {
                self.project_of(&root);
            }
        }
    }

    /// Takes in what the other thread found.
    pub(crate) fn take(&mut self, report: Report) {
        match report {
            Report::Surveyed { root, mut project } => {
                if let Some(before) = self.projects.remove(&root) {
                    project.drift = before.drift;
                    project.evidence = before.evidence;
                }
                self.projects.insert(root.clone(), *project);
                self.look_again(&root, true);
            }
            Report::Judged { root, of_set } => {
                if let Some(project) = self.projects.get_mut(&root)
                    && !says_the_same(&project.of_set, &of_set)
                {
                    project.of_set = of_set;
                    self.look_again(&root, false);
                }
            }
            Report::Drifted { root, path, trail } => {
                if let Some(project) = self.projects.get_mut(&root) {
                    project.drift.insert(path, trail);
                    self.look_again(&root, true);
                }
            }
            Report::Remembered { root, evidence } => {
                if let Some(project) = self.projects.get_mut(&root) {
                    project.evidence = evidence;
                    self.ask_again();
                }
            }
            Report::Failed { root, message } => {
                self.show(&format!("{root}: {message}"));
            }
        }
    }

    /// Judges what changed and tells the editor.
    pub(crate) fn settle(&mut self) {
        for uri in std::mem::take(&mut self.unpublished) {
            let uri = Uri(uri);
            self.look(&uri);
            let Some(document) = self.documents.get(&uri.0) else {
                continue;
            };
            let diagnostics = diagnostics::of(self, document);
            self.publish(PublishDiagnosticsParams {
                version: Some(document.version),
                diagnostics,
                uri,
            });
        }
    }

    /// Returns the repository of an open document.
    pub(crate) fn project_at(&self, uri: &Uri) -> Option<&Project> {
        let path = uri::to_path(uri)?;
        self.projects.get(&self.root_of(&path))
    }

    /// Reads and judges a document, unless that was done since it changed.
    fn look(&mut self, uri: &Uri) {
        let Some(path) = uri::to_path(uri) else {
            return;
        };
        let root = self.root_of(&path);
        let (Some(document), Some(project)) =
            (self.documents.get_mut(&uri.0), self.projects.get(&root))
        else {
            return;
        };
        let (None, Some(standing)) = (&document.looked, document.standing) else {
            return;
        };
        project.snapshot.forget(&document.path);
        let source = document.source.clone();
        let (path, rules) = (&document.path, &project.rules);
        let fates = project.drift.get(path).map(|it| &it.fates);
        let before = std::mem::take(&mut document.before);
        let looked = project
            .snapshot
            .look(path, standing, source, rules, fates, before);
        match looked {
            Ok(looked) => {
                let of_set = project.of_set.get(&document.path);
                let of_set = of_set.map_or(&[][..], Vec::as_slice);
                document.findings = looked.findings(of_set, &project.rules);
                let job = Job::Changed {
                    root,
                    outline: Box::new(looked.outline.clone()),
                    contents: Contents::of(&looked.doc, &looked.plan),
                };
                document.looked = Some(looked);
                self.give(job);
            }
            // The text stays without findings rather than with those of another text.
            Err(problem) => {
                document.findings.clear();
                self.show(&format!("{}: {}", problem.path, problem.message));
            }
        }
    }

    /// Makes the findings of the open documents of a repository new; with `anew` it reads them again as well.
    fn look_again(&mut self, root: &Utf8Path, anew: bool) {
        let Some(project) = self.projects.get(root) else {
            return;
        };
        let mut touched = Vec::new();
        for document in self.documents.values_mut() {
            let Some(path) = uri::to_path(&document.uri) else {
                continue;
            };
            if path.strip_prefix(root).map(Utf8Path::as_str) != Ok(document.path.as_str()) {
                continue;
            }
            if anew {
                document.standing = project.standing(&document.path);
                document.forget();
                document.findings.clear();
            } else if let Some(looked) = &document.looked {
                let of_set = project.of_set.get(&document.path);
                let of_set = of_set.map_or(&[][..], Vec::as_slice);
                document.findings = looked.findings(of_set, &project.rules);
            }
            touched.push(document.uri.0.clone());
        }
        self.unpublished.extend(touched);
        if anew {
            self.ask_again();
        }
    }

    /// Follows the references of a document anew.
    fn follow(&self, uri: &Uri) {
        let (Some(document), Some(path)) = (self.documents.get(&uri.0), uri::to_path(uri)) else {
            return;
        };
        if let Some(standing) = document.standing {
            self.give(Job::Drift {
                root: self.root_of(&path),
                path: document.path.clone(),
                standing,
            });
        }
    }

    /// Tells the editor that hints and lenses may be others now.
    fn ask_again(&mut self) {
        if self.client.refreshes_hints {
            self.ask(InlayHintRefreshRequest::METHOD.as_str(), ());
        }
        if self.client.refreshes_lenses {
            self.ask(CodeLensRefreshRequest::METHOD.as_str(), ());
        }
    }

    fn give(&self, job: Job) {
        // The other thread is there as long as this one.
        let _ = self.jobs.send(job);
    }

    fn show(&self, message: &str) {
        let params = ShowMessageParams {
            kind: MessageType::Error,
            message: format!("tip: {message}"),
        };
        self.tell(ShowMessageNotification::METHOD.as_str(), params);
    }

    fn publish(&self, params: PublishDiagnosticsParams) {
        self.tell(PublishDiagnosticsNotification::METHOD.as_str(), params);
    }

    fn tell(&self, method: &str, params: impl Serialize) {
        self.outbox.tell(method, params);
    }

    fn ask(&mut self, method: &str, params: impl Serialize) {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.outbox
            .send(Request::new(id, method.to_owned(), params));
    }
}

/// Returns whether the rules over all plans found the same again, and nothing that other files show too, whose texts may be others now.
fn says_the_same(
    before: &FxHashMap<String, Vec<Judged>>,
    after: &FxHashMap<String, Vec<Judged>>,
) -> bool {
    let alike = |(before, after): (&Judged, &Judged)| {
        let alone = after.finding.secondary.iter().all(|it| it.path.is_none());
        alone && before.severity == after.severity && before.finding == after.finding
    };
    before.len() == after.len()
        && before.iter().all(|(path, before)| {
            let after = after.get(path);
            after.is_some_and(|it| it.len() == before.len() && before.iter().zip(it).all(alike))
        })
}
