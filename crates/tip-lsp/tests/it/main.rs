//! Tests of the language server, asked as an editor asks it.

mod editor;

mod diagnostics;

mod drift;

mod edits;

mod evidence;

mod navigation;

mod protocol;

mod rename;

mod roots;

mod writing;
