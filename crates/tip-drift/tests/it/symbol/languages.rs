//! What is a symbol in each language, and which lines it has.

use tip_drift::Language;

use super::check;

#[test]
fn rust() {
    check(
        Language::Rust,
        r#"
//! About the file.
/// A store.
///
/// Two lines.
#[derive(Debug)]
pub struct Store<T> {
    /// The key.
    key: T, // as given
    size: u32,
}

impl<T: Clone> fmt::Display for Store<T> {
    fn fmt(&self) -> fmt::Result {
        const LIMIT: u32 = 1;
        let local = 1;
    }
}

impl<T> Store<T> {
    pub async fn get(&self) {}
}
enum Kind { One, Two(u8) }
trait Read { type Item; fn read(&self); fn all(&self) {} }
pub type Map = HashMap<u8, u8>;
static NAME: &str = "";
macro_rules! twice { () => {} }
mod away;

#[cfg(test)]
mod tests {
    #[test]
    // Why.
    fn it_works() {}

    #[cfg(test)]
    fn helper() {}

    #[tokio::test(flavor = "x")]
    async fn it_waits() {}
}
"#,
        "
Struct Store 2-10 @6
  Field key 7-8 @8
  Field size 9-9
Impl fmt::Display for Store 12-17
  Method fmt 13-16
    Constant LIMIT 14-14
Impl Store 19-21
  Method get 20-20
Enum Kind 22-22
  Variant One 22-22
  Variant Two 22-22
Trait Read 23-23
  Type Item 23-23
  Method read 23-23
  Method all 23-23
Type Map 24-24
Constant NAME 25-25
Macro twice 26-26
Module away 27-27
Module tests 29-40 @30
  Test it_works 31-33 @33
  Function helper 35-36 @36
  Test it_waits 38-39 @39
",
    );
}

#[test]
fn python() {
    check(
        Language::Python,
        r#"
LIMIT = 3
a, b = 1, 2
a.b = 3

# What it does.
@dataclass
class Store(Base):
    """Doc."""
    size: int = 0

    @property
    def key(self):
        local = 1

        def inner():
            return local
        return inner

    async def get(self):
        pass

# Apart.

def test_get():
    assert 1
if True:
    handler = lambda: 0
"#,
        "
Variable LIMIT 1-1
Class Store 5-20 @7
  Variable size 9-9
  Method key 11-17 @12
    Function inner 15-16
  Method get 19-20
Test test_get 24-25
Variable handler 27-27
",
    );
}

#[test]
fn typescript() {
    check(
        Language::TypeScript,
        r#"
/** The store. */
@Injectable()
export class Store<T> extends Base {
  private size = 0;
  static make = () => new Store();
  constructor(private readonly api: Api) { super(); }
  // Gets.
  @Get("x")
  async get(key: string): Promise<T> {
    const local = 1;
    const inner = async () => { const deeper = 2; };
    return local;
  }
  abstract put(): void;
}

export interface Options { key: string; run(): void }
export type Key = string | number;
export enum Kind { One, Two = "two" }
export const LIMIT = 3, other = 4;

// An arrow.
export const load = async (x: number) => {
  return x;
};
export default function main() {}
declare module "x" { function declared(): void }
namespace Space { export function within() {} }
const api = { get() {}, put: () => {}, name: "x" };
exports.legacy = function () {};
Store.prototype.old = function () {};
"#,
        "
Class Store 1-15 @3
  Field size 4-4
  Method make 5-5
  Method constructor 6-6
  Method get 7-13 @9
    Function inner 11-11
  Method put 14-14
Interface Options 17-17
  Field key 17-17
  Method run 17-17
Type Key 18-18
Enum Kind 19-19
  Variant One 19-19
  Variant Two 19-19
Variable LIMIT 20-20
Variable other 20-20
Function load 22-25 @23
Function main 26-26
Module x 27-27
  Function declared 27-27
Module Space 28-28
  Function within 28-28
Variable api 29-29
  Method get 29-29
  Method put 29-29
Function legacy 30-30
Function old of Store 31-31
",
    );
}

#[test]
fn blocks_of_tests_are_called_by_their_words() {
    check(
        Language::JavaScript,
        r#"
// All of it.
describe("the store", () => {
  it.only('gets "all"', async () => {
    const local = 1;
  });
  test.each([1, 2])(`puts %s`, (n) => {});
  it.todo("later");
  it(name, () => {});
});
const View = ({ a }) => <div>{a}</div>;
"#,
        r#"
Test the store 1-9 @2
  Test gets "all" 3-5
  Test puts %s 6-6
Function View 10-10
"#,
    );
}

#[test]
fn markdown() {
    check(
        Language::Markdown,
        r"
---
title: x
---
# The `store`

Text.

## Why ##
```md
# no heading
```
> # quoted

How
---
### Deep
## Why
",
        "
Section The `store` 4-17
  Section Why 8-13
  Section How 14-16
    Section Deep 16-16
  Section Why 17-17
",
    );
}

#[test]
fn scripts_of_components_are_read_at_their_lines() {
    check(
        Language::Component,
        r#"
<template>
  <p>function no() {}</p>
</template>
<script lang="ts">
  export let name: string;
  function load() {
  }
</script>
<SCRIPT context="module">const other = () => 1;</SCRIPT>
"#,
        "
Variable name 5-5
Function load 6-7
Function other 9-9
",
    );
    check(Language::Component, "<p>function no() {}</p>", "");
}
