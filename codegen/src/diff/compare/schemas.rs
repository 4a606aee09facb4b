//! Two schemas at one place: first what they are called, then what their wrappers say, then what they come to.

use document::Schema;
use document::schema::Kind;

use super::docs::{Layers, instructions, prose};
use super::evidence::Shown;
use super::unions::variants;
use super::{Comparison, Context, Owner, Place, sorted_text};
use crate::diff::describe::describe;
use crate::diff::finding::Subject;
use crate::diff::rules::InContext;
use crate::diff::rules::directed::{
    NOT_NULLABLE, NOT_READONLY, NOT_WRITEONLY, NULLABLE, OPT_NOT_NULLABLE, OPT_NULLABLE, READONLY, WRITEONLY,
};
use crate::diff::rules::objects::{ITEMS_ADDED, ITEMS_REMOVED};
use crate::diff::rules::schemas::{INLINE_TITLE, SCHEMA_EXTRACTED, SCHEMA_INLINED, SCHEMA_RENAMED};
use crate::diff::rules::values::{
    DEFAULT, DEFAULT_ADDED, DEFAULT_REMOVED, DEPRECATED, NOT_UNIQUE, TYPE, TYPE_NARROWED, TYPE_WIDENED,
    UNDEPRECATED, UNIQUE,
};
use crate::diff::schema_ref::{SchemaRef, is_nullable, is_raised};

/// A schema at its place, what it comes to, and the wrappers on the way there.
struct Wrapped<'a, 's> {
    place: &'s SchemaRef<'a>,
    core: &'s SchemaRef<'a>,
    wrappers: &'s [Schema<'a>],
}

impl<'a> Comparison<'a> {
    /// Compares the schemas at one place. `required` means that a value is always there.
    pub(super) fn schema(
        &mut self,
        base: &SchemaRef<'a>,
        head: &SchemaRef<'a>,
        context: Context,
        required: bool,
    ) {
        let (mut old, old_wrappers) = base.unwrap();
        let (mut new, new_wrappers) = head.unwrap();
        // A union of one is that one, unless both are unions.
        match (old.schema.kind() == Kind::Union, new.schema.kind() == Kind::Union) {
            (true, false) => old = sole(old),
            (false, true) => new = sole(new),
            _ => {}
        }
        let replacement = self.replacement(&old, &new);
        if replacement.is_none() {
            self.names(&old, &new, &Place::of(base, head));
        }
        let (pair, first) = self.pair(base.schema, head.schema, context);
        if first {
            self.within(pair, |this| {
                let was = Wrapped { place: base, core: &old, wrappers: &old_wrappers };
                let is = Wrapped { place: head, core: &new, wrappers: &new_wrappers };
                this.annotations(&was, &is, context, required);
                match (this.corresponding(&old, &new), replacement) {
                    (true, _) => this.cores(&old, &new, context),
                    (false, Some(names)) => {
                        this.replaced(names, (&old, &new), Place::of(base, head), context);
                    }
                    // One schema took the place of another: what they differ in has changed here, and in neither.
                    (false, None) => this.core(&old.standing_at(base), &new.standing_at(head), context),
                }
            });
        }
    }

    /// Whether two schemas describe the same values.
    pub(super) fn same(&mut self, old: Schema<'a>, new: Schema<'a>) -> bool {
        self.likeness.same(old, new)
    }

    /// Whether two schemas are one and the same at two times, rather than two that happen to stand at one place.
    fn corresponding(&self, old: &SchemaRef<'a>, new: &SchemaRef<'a>) -> bool {
        match (old.component, new.component) {
            (Some(was), Some(is)) => was == is || self.is_renaming(was, is),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether the one name went as the other came.
    pub(super) fn is_renaming(&self, was: &str, is: &str) -> bool {
        self.head.component(was).is_none() && self.base.component(is).is_none()
    }

    fn cores(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>, context: Context) {
        // What a named schema has changed in itself is a change of its own.
        let outer = self.replacing.take_if(|_| old.component.is_some());
        let (pair, first) = self.pair(old.schema, new.schema, context);
        // The pair of the place itself is the pair of the cores when nothing is wrapped around them.
        if first || self.current == Owner::Pair(pair) {
            self.within(pair, |this| this.core(old, new, context));
        }
        self.replacing = outer.or(self.replacing.take());
    }

    pub(super) fn core(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>, context: Context) {
        let at = Place::of(old, new);
        let (was, is) = (old.schema.kind(), new.schema.kind());
        if was != is {
            let rule = self.transition(old, new, context);
            let (before, after) = (Shown::of(old.schema), Shown::of(new.schema));
            return self.found_schemas(context.rule(rule), &at, Some(before), Some(after));
        }
        self.keywords(old.schema, new.schema, &at, context);
        let both = |has: fn(Schema<'_>) -> bool| has(old.schema) && has(new.schema);
        match is {
            Kind::Union => {
                self.unions(old, new, context);
                // Fields may stand beside the variants, and bounds beside any of them.
                match both(|schema| schema.has_properties()) {
                    true => self.objects(old, new, context),
                    false => self.bounds(old.schema, new.schema, &at, context),
                }
            }
            Kind::Object => {
                self.objects(old, new, context);
                if both(|schema| schema.has_one_of() || schema.has_any_of()) {
                    self.unions(old, new, context);
                }
            }
            Kind::Array => self.lists(old, new, context),
            Kind::String | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Any => {
                self.values(old.schema, new.schema, &at, context);
            }
        }
    }

    /// The kind of change from one kind of schema to another. A variant that stays what it was is compared with that.
    fn transition(
        &mut self,
        old: &SchemaRef<'a>,
        new: &SchemaRef<'a>,
        context: Context,
    ) -> &'static InContext {
        let (was, is) = (old.schema.kind(), new.schema.kind());
        match (was, is) {
            (Kind::Any, _) | (Kind::Number, Kind::Integer) => return &TYPE_NARROWED,
            (_, Kind::Any) | (Kind::Integer, Kind::Number) => return &TYPE_WIDENED,
            _ => {}
        }
        if was == Kind::Union
            && let Some(variant) =
                variants(old).into_iter().find(|variant| self.same(variant.schema, new.schema))
        {
            self.schema(&variant, new, context.inside(), true);
            return &TYPE_NARROWED;
        }
        if is == Kind::Union
            && let Some(variant) =
                variants(new).into_iter().find(|variant| self.same(old.schema, variant.schema))
        {
            self.schema(old, &variant, context.inside(), true);
            return &TYPE_WIDENED;
        }
        &TYPE
    }

    fn lists(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>, context: Context) {
        let at = Place::of(old, new);
        self.bounds(old.schema, new.schema, &at, context);
        match (old.schema.unique_items(), new.schema.unique_items()) {
            (false, true) => self.switched(context.rule(&UNIQUE), &at, "unique items", true),
            (true, false) => self.switched(context.rule(&NOT_UNIQUE), &at, "unique items", false),
            _ => {}
        }
        let inside = context.inside();
        let items =
            |list: &SchemaRef<'a>| list.schema.items().map(|schema| list.inside(schema, "items", "[]"));
        let below = |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/items"));
        match (items(old), items(new)) {
            (Some(old), Some(new)) => self.schema(&old, &new, inside, true),
            (Some(old), None) => {
                let at = Place { base: below(&at.base), ..at };
                self.found_schemas(inside.rule(&ITEMS_REMOVED), &at, Some(Shown::of(old.schema)), None);
            }
            (None, Some(new)) => {
                let at = Place { head: below(&at.head), ..at };
                self.found_schemas(inside.rule(&ITEMS_ADDED), &at, None, Some(Shown::of(new.schema)));
            }
            (None, None) => {}
        }
    }

    /// What types are called matters to Rust alone, and only where a type is declared.
    fn names(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>, place: &Place) {
        if !declares(old.schema) || !declares(new.schema) {
            return;
        }
        match (old.component, new.component) {
            (Some(was), Some(is)) if self.is_renaming(was, is) => self.renamed(was, is, old, new),
            (Some(was), None) => {
                self.found(&SCHEMA_INLINED, place, Some(was.to_owned()), Some(describe(new.schema)));
            }
            (None, Some(is)) => {
                self.found(&SCHEMA_EXTRACTED, place, Some(describe(old.schema)), Some(is.to_owned()));
            }
            (None, None) => {
                let title = |schema: &SchemaRef<'a>| schema.schema.title().map(str::to_owned);
                if title(old) != title(new) {
                    self.found(&INLINE_TITLE, place, title(old), title(new));
                }
            }
            _ => {}
        }
    }

    /// Notes that a schema is called differently.
    pub(super) fn renamed(&mut self, was: &str, is: &str, old: &SchemaRef<'a>, new: &SchemaRef<'a>) {
        let place = Place {
            subject: Subject::Schema,
            name: is.to_owned(),
            location: format!("schemas/{is}"),
            ..Place::of(old, new)
        };
        self.found(&SCHEMA_RENAMED, &place, Some(was.to_owned()), Some(is.to_owned()));
    }

    /// What the place says beyond the schema: it belongs to the schema where that alone accounts for the change.
    fn annotations(
        &mut self,
        old: &Wrapped<'a, '_>,
        new: &Wrapped<'a, '_>,
        context: Context,
        required: bool,
    ) {
        let at_place = Place::of(old.place, new.place);
        let at_core = Place::of(old.core, new.core);
        let owner = |by_core: bool| if by_core { &at_core } else { &at_place };
        let (raised, lowered) =
            if required { (&NULLABLE, &NOT_NULLABLE) } else { (&OPT_NULLABLE, &OPT_NOT_NULLABLE) };
        let nullable = |side: &Wrapped<'a, '_>| is_nullable(side.core.schema, side.wrappers);
        let (was, is) = (nullable(old), nullable(new));
        if was != is {
            let core = (is_nullable(old.core.schema, &[]), is_nullable(new.core.schema, &[]));
            let word = |flag: bool| Some(if flag { "may be null" } else { "never null" }.to_owned());
            let rule = if is { raised } else { lowered };
            self.found(context.rule(rule), owner(core == (was, is)), word(was), word(is));
        }
        type Flag = (&'static str, fn(Schema<'_>) -> bool, &'static InContext, &'static InContext);
        let flags: [Flag; 3] = [
            ("deprecated", |schema| schema.deprecated(), &DEPRECATED, &UNDEPRECATED),
            ("read-only", |schema| schema.read_only(), &READONLY, &NOT_READONLY),
            ("write-only", |schema| schema.write_only(), &WRITEONLY, &NOT_WRITEONLY),
        ];
        // Parameters are neither only read nor only written.
        let applying = if context == Context::Parameter { 1 } else { flags.len() };
        for (word, flag, raised, lowered) in flags.into_iter().take(applying) {
            let of = |side: &Wrapped<'a, '_>| is_raised(side.core.schema, side.wrappers, flag);
            let (was, is) = (of(old), of(new));
            if was != is {
                let by_core = (flag(old.core.schema), flag(new.core.schema)) == (was, is);
                self.switched(context.rule(if is { raised } else { lowered }), owner(by_core), word, is);
            }
        }
        self.defaults(old, new, context, owner);
        let layers = |side: &Wrapped<'a, '_>| Layers::of_schema(side.core.schema, side.wrappers);
        let (outer, inner) = ((layers(old), layers(new)), (layers(old).innermost(), layers(new).innermost()));
        let by_core = prose(&outer.0, &outer.1) == prose(&inner.0, &inner.1);
        self.docs(&outer.0, &outer.1, owner(by_core));
        let by_core = instructions(&outer.0, &outer.1) == instructions(&inner.0, &inner.1);
        self.extensions(&outer.0, &outer.1, owner(by_core));
    }

    fn defaults<'p>(
        &mut self,
        old: &Wrapped<'a, '_>,
        new: &Wrapped<'a, '_>,
        context: Context,
        owner: impl Fn(bool) -> &'p Place,
    ) {
        let own = |schema: Schema<'a>| schema.default().map(sorted_text);
        // The outermost counts.
        let value = |side: &Wrapped<'a, '_>| {
            side.wrappers.iter().find_map(|wrapper| own(*wrapper)).or_else(|| own(side.core.schema))
        };
        let (was, is) = (value(old), value(new));
        if was == is {
            return;
        }
        let rule = match (&was, &is) {
            (None, Some(_)) => &DEFAULT_ADDED,
            (Some(_), None) => &DEFAULT_REMOVED,
            _ => &DEFAULT,
        };
        let by_core = (own(old.core.schema), own(new.core.schema)) == (was.clone(), is.clone());
        self.found(context.rule(rule), &owner(by_core).part("default"), was, is);
    }
}

/// The only variant of a union that says nothing else.
fn sole(union: SchemaRef<'_>) -> SchemaRef<'_> {
    let mut variants = union.schema.variants();
    match (variants.next(), variants.next()) {
        (Some(only), None) if !union.schema.has_properties() => {
            let (inner, _) = SchemaRef { schema: only, ..union.clone() }.unwrap();
            inner
        }
        _ => union,
    }
}

/// Whether a Rust type is declared for a schema.
pub(super) fn declares(schema: Schema<'_>) -> bool {
    let composed = schema.has_all_of() || schema.has_one_of() || schema.has_any_of();
    schema.texts().count() > 1 || schema.lists_properties() || composed
}
