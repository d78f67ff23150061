//! Every SQL statement of a thread, one by one, whichever connection it runs on: a test can stop between
//! two of them, or have one fail. The program is as it ships; SQLite itself offers each new connection of
//! the process to a callback, and tells that connection's statements as they begin.

// The callbacks are SQLite's; rusqlite has no safe face for them.
#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr::null_mut;
use std::sync::Once;

use rusqlite::auto_extension::register_auto_extension;
use rusqlite::ffi;

/// What becomes of a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It runs.
    Go,
    /// It ends in an error before it is done.
    Fail,
}

type Watch = Box<dyn FnMut(&str) -> Then>;

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
    static FULL: Cell<bool> = const { Cell::new(false) };
}

/// Has every connection that is opened from now on tell its statements.
pub fn told() {
    static ONCE: Once = Once::new();
    // SAFETY: `meet` neither opens, closes nor registers anything.
    ONCE.call_once(|| unsafe { register_auto_extension(meet) }.unwrap());
}

/// Does something, each statement of which goes by `watch` before it begins; those of triggers too.
pub fn watched<T>(watch: impl FnMut(&str) -> Then + 'static, what: impl FnOnce() -> T) -> T {
    WATCH.set(Some(Box::new(watch)));
    let done = what();
    WATCH.set(None);
    done
}

/// Opens something whose connection finds no room beyond what the file has now.
pub fn on_a_full_disk<T>(open: impl FnOnce() -> T) -> T {
    FULL.set(true);
    let opened = open();
    FULL.set(false);
    opened
}

unsafe extern "C" fn meet(
    db: *mut ffi::sqlite3,
    _: *mut *mut c_char,
    _: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: the connection is open, and `seen` lives as long as the process.
    unsafe { ffi::sqlite3_trace_v2(db, ffi::SQLITE_TRACE_STMT, Some(seen), null_mut()) };
    if FULL.get() {
        let most = c"PRAGMA max_page_count = 1".as_ptr(); // never less than there are
        // SAFETY: the connection is open, the text ends in a zero.
        unsafe { ffi::sqlite3_exec(db, most, None, null_mut(), null_mut()) };
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn seen(
    _: c_uint,
    _: *mut c_void,
    statement: *mut c_void,
    text: *mut c_void,
) -> c_int {
    // SAFETY: of this event the third is the statement and the fourth its text.
    let text = unsafe { CStr::from_ptr(text.cast()) }.to_string_lossy();
    // Taken out meanwhile: what the watch itself asks of a file is not watched.
    let Some(mut watch) = WATCH.take() else {
        return ffi::SQLITE_OK;
    };
    let then = watch(&text);
    WATCH.set(Some(watch));
    if then == Then::Fail {
        // SAFETY: the statement is running, so its connection is open.
        unsafe { ffi::sqlite3_interrupt(ffi::sqlite3_db_handle(statement.cast())) };
    }
    ffi::SQLITE_OK
}
