use camino::Utf8Path;
use tip_drift::{Error, History};
use tip_testing::GitRepository;

fn open(repository: &GitRepository, folder: &str) -> History {
    let root = Utf8Path::from_path(repository.path()).expect("a UTF-8 path");
    History::open(&root.join(folder)).expect("a repository")
}

#[track_caller]
fn text_of(history: &History, name: &str, path: &str) -> Option<String> {
    let revision = history.revision(name).expect("a commit");
    let bytes = history.file(revision, path).expect("a whole history");
    bytes.map(|it| String::from_utf8_lossy(&it).into_owned())
}

#[test]
fn a_file_is_read_as_it_was_in_each_commit() {
    let mut repository = GitRepository::new();
    repository.write("docs/a.md", "one\n");
    let first = repository.commit("one");
    repository.write("docs/a.md", "two\r\n");
    repository.commit("two");
    repository.write("docs/a.md", "three\n");
    let history = open(&repository, "");
    let expected = |text: &str| Some(text.to_owned());
    assert_eq!(text_of(&history, &first, "docs/a.md"), expected("one\n"));
    assert_eq!(
        text_of(&history, &first[..8], "docs/a.md"),
        expected("one\n")
    );
    assert_eq!(text_of(&history, "HEAD~1", "docs/a.md"), expected("one\n"));
    assert_eq!(text_of(&history, "main", "docs/a.md"), expected("two\r\n"));
    assert_eq!(text_of(&history, "main", "docs/b.md"), None);
    assert_eq!(text_of(&history, "main", "docs"), None);
}

#[test]
fn paths_are_relative_to_the_folder_that_was_opened() {
    let mut repository = GitRepository::new();
    repository.write("web/docs/a.md", "inner\n");
    repository.commit("one");
    let history = open(&repository, "web");
    assert_eq!(
        text_of(&history, "HEAD", "docs/a.md").as_deref(),
        Some("inner\n")
    );
}

#[test]
fn the_base_of_a_branch_is_where_it_left() {
    let mut repository = GitRepository::new();
    repository.write("a", "1\n");
    let base = repository.commit("base");
    repository.git(&["checkout", "--quiet", "-b", "side"]);
    repository.write("b", "2\n");
    repository.commit("side");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("c", "3\n");
    repository.commit("main");
    let history = open(&repository, "");
    let side = history.revision("side").expect("a commit");
    let main = history.revision("main").expect("a commit");
    let found = history.merge_base(side, main).expect("a whole history");
    assert_eq!(found, history.revision(&base).ok());
}

#[test]
fn what_is_no_repository_or_no_commit_is_said() {
    let mut repository = GitRepository::new();
    let history = open(&repository, "");
    assert!(matches!(
        history.revision("HEAD"),
        Err(Error::UnknownRevision { .. })
    ));
    repository.commit("one");
    let history = open(&repository, "");
    assert!(history.revision("HEAD").is_ok());
    assert!(matches!(
        history.revision("nowhere"),
        Err(Error::UnknownRevision { .. })
    ));
    let error = History::open(Utf8Path::new("/")).map(|_| ());
    assert!(matches!(error, Err(Error::NoRepository { .. })));
}
