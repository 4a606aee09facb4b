//! Misreadings planted in our plan, one of each kind: each must show, at its place.

use std::sync::OnceLock;

use codegen::plan::{
    Encoding, FieldDecl, Kind as Declared, Operation, Place, Plan, ResponseFormat, Type, UnionDecl,
};
use codegen::second_reader::compare::{Kind, compare};
use codegen::second_reader::read::Reading;

/// Compares a plan with a misreading in it; what shows must be this, each as `kind at part`.
fn planted(misread: impl FnOnce(&mut Plan), expected: &[&str]) {
    static READ: OnceLock<(Plan, Reading)> = OnceLock::new();
    let (right, reading) = READ.get_or_init(|| {
        let document = super::file("tests/second_reader/things.yaml");
        (super::plan(&document), super::reading(&document).unwrap())
    });
    assert_eq!(compare(right, reading).differences, []);
    let mut plan = right.clone();
    misread(&mut plan);
    let differences = compare(&plan, reading).differences;
    let shown: Vec<String> = differences
        .iter()
        // A type that one does not come to any more follows from the difference before it.
        .filter(|difference| {
            difference.kind != Kind::Unreached || expected.len() == 1 && expected[0].starts_with("unreached")
        })
        .map(|difference| {
            let part = difference.part.as_deref().unwrap_or_default();
            format!("{} {} {part}", difference.kind.name(), difference.at).trim_end().to_owned()
        })
        .collect();
    assert_eq!(shown, expected, "{differences:#?}");
}

fn operation<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Operation {
    plan.operations.iter_mut().find(|operation| operation.id == id).unwrap()
}

fn parameter<'p>(plan: &'p mut Plan, wire: &str) -> &'p mut codegen::plan::Parameter {
    operation(plan, "get_thing").parameters.iter_mut().find(|parameter| parameter.wire == wire).unwrap()
}

fn fields<'p>(plan: &'p mut Plan, owner: &str) -> &'p mut Vec<FieldDecl> {
    match &mut plan.types.get_mut(owner).unwrap().kind {
        Declared::Object(fields) => fields,
        other => panic!("{other:?}"),
    }
}

fn field<'p>(plan: &'p mut Plan, wire: &str) -> &'p mut FieldDecl {
    fields(plan, "Thing").iter_mut().find(|field| field.wire == wire).unwrap()
}

fn union(plan: &mut Plan) -> &mut UnionDecl {
    match &mut plan.types.get_mut("ShapeModel").unwrap().kind {
        Declared::Union(union) => union,
        other => panic!("{other:?}"),
    }
}

const GET: &str = "GET /things/{thing_id}";

#[test]
fn the_path_and_the_method() {
    let path = |plan: &mut Plan| operation(plan, "delete_thing").path = "/things/{id}".to_owned();
    planted(path, &["operation DELETE /things/{id}", "operation DELETE /things/{thing_id}"]);
    let method = |plan: &mut Plan| operation(plan, "put_thing").method = "PATCH".to_owned();
    planted(method, &["operation PATCH /things/{thing_id}", "operation PUT /things/{thing_id}"]);
    let left_out = |plan: &mut Plan| plan.operations.retain(|operation| operation.id != "delete_thing");
    planted(left_out, &["operation DELETE /things/{thing_id}"]);
}

#[test]
fn a_parameter_its_place_its_need_and_its_type() {
    planted(
        |plan| operation(plan, "get_thing").parameters.retain(|parameter| parameter.wire != "limit"),
        &[&format!("parameter {GET} limit")],
    );
    planted(
        |plan| parameter(plan, "limit").wire = "Limit".to_owned(),
        &[&format!("parameter {GET} Limit"), &format!("parameter {GET} limit")],
    );
    planted(|plan| parameter(plan, "limit").place = Place::Header, &[&format!("place {GET} limit")]);
    planted(|plan| parameter(plan, "X-Trace").place = Place::Query, &[&format!("place {GET} X-Trace")]);
    planted(|plan| parameter(plan, "thing_id").place = Place::Query, &[&format!("place {GET} thing_id")]);
    planted(|plan| parameter(plan, "limit").required = true, &[&format!("optionality {GET} limit")]);
    planted(|plan| parameter(plan, "verbose").required = false, &[&format!("optionality {GET} verbose")]);
    planted(|plan| parameter(plan, "limit").ty = Type::String, &[&format!("type {GET} limit")]);
    planted(|plan| parameter(plan, "thing_id").ty = Type::String, &[&format!("type {GET} thing_id")]);
    let items = |plan: &mut Plan| parameter(plan, "tags").ty = Type::List(Box::new(Type::Uuid));
    planted(items, &[&format!("type {GET} tags")]);
}

#[test]
fn the_body_and_the_response() {
    let put = "PUT /things/{thing_id}";
    planted(|plan| operation(plan, "put_thing").body = None, &[&format!("body {put} body")]);
    planted(
        |plan| operation(plan, "put_thing").body.as_mut().unwrap().encoding = Encoding::Form,
        &[&format!("body {put} body")],
    );
    planted(
        |plan| operation(plan, "put_thing").body.as_mut().unwrap().ty = Type::List(Box::new(Type::String)),
        &[&format!("type {put} body")],
    );
    planted(
        |plan| operation(plan, "delete_thing").body = operation(plan, "put_thing").body.clone(),
        &["body DELETE /things/{thing_id} body"],
    );
    planted(
        |plan| operation(plan, "get_thing").response.format = ResponseFormat::Empty,
        &[&format!("type {GET} response")],
    );
    planted(
        |plan| operation(plan, "get_thing").response.ty = Type::Integer,
        &[&format!("type {GET} response")],
    );
    planted(
        |plan| operation(plan, "post_form").response.format = ResponseFormat::Json,
        &["type POST /things response"],
    );
    let null = |plan: &mut Plan| {
        let response = &mut operation(plan, "get_thing").response;
        response.ty = Type::Nullable(Box::new(response.ty.clone()));
    };
    planted(null, &[&format!("nullability {GET} response")]);
}

#[test]
fn a_field_its_name_and_its_need() {
    planted(|plan| fields(plan, "Thing").retain(|field| field.wire != "size"), &["field Thing size"]);
    planted(|plan| field(plan, "size").wire = "Size".to_owned(), &["field Thing Size", "field Thing size"]);
    planted(|plan| field(plan, "size").required = false, &["optionality Thing size"]);
    planted(
        |plan| field(plan, "parent").required = true,
        &["optionality Thing parent", "nullability Thing parent"],
    );
    // A field deep below, that came through `allOf`.
    planted(
        |plan| fields(plan, "ThingBoth").retain(|field| field.wire != "label"),
        &["field ThingBoth label"],
    );
}

#[test]
fn null_of_a_field_and_of_an_item() {
    planted(|plan| field(plan, "note").nullable = false, &["nullability Thing note"]);
    planted(|plan| field(plan, "name").nullable = true, &["nullability Thing name"]);
    let item = |plan: &mut Plan| field(plan, "words").ty = Type::List(Box::new(Type::String));
    planted(item, &["nullability Thing words"]);
}

/// Every class of a field's type taken for text, and text for a number.
#[test]
fn the_type_of_a_field() {
    for wire in [
        "id",
        "size",
        "weight",
        "open",
        "kind",
        "shape",
        "parts",
        "sizes",
        "any",
        "made_at",
        "one_or_more",
        "words",
    ] {
        planted(|plan| field(plan, wire).ty = Type::String, &[&format!("type Thing {wire}")]);
    }
    planted(|plan| field(plan, "name").ty = Type::Integer, &["type Thing name"]);
    planted(|plan| field(plan, "size").ty = Type::Number, &["type Thing size"]);
    planted(|plan| field(plan, "weight").ty = Type::Integer, &["type Thing weight"]);
    planted(|plan| field(plan, "name").ty = Type::Any, &["type Thing name"]);
    let value = |plan: &mut Plan| field(plan, "sizes").ty = Type::Map(Box::new(Type::String));
    planted(value, &["type Thing sizes"]);
    let item =
        |plan: &mut Plan| field(plan, "parts").ty = Type::List(Box::new(Type::Named("Circle".to_owned())));
    planted(item, &["field Circle radius", "field Circle label"]);
    let alone = |plan: &mut Plan| field(plan, "one_or_more").ty = Type::Named("Part".to_owned());
    planted(alone, &["type Thing one_or_more"]);
}

#[test]
fn the_texts_of_an_enum_and_a_constant() {
    let less = |plan: &mut Plan| match &mut plan.types.get_mut("Kind").unwrap().kind {
        Declared::Enum(values) => values.truncate(1),
        other => panic!("{other:?}"),
    };
    planted(less, &["values Kind"]);
    planted(|plan| field(plan, "version").constant = Some("3.0".to_owned()), &["values Thing version"]);
}

#[test]
fn the_variants_of_a_union() {
    planted(|plan| union(plan).variants.truncate(2), &["variants ShapeModel"]);
    let swapped = |plan: &mut Plan| {
        let variants = &mut union(plan).variants;
        let text = variants.iter_mut().find(|variant| variant.ty == Type::String).unwrap();
        text.ty = Type::Integer;
    };
    planted(swapped, &["type ShapeModel Text"]);
    planted(|plan| fields(plan, "Square")[0].ty = Type::String, &["type Square side"]);
}

#[test]
fn a_type_from_nowhere() {
    let invented = |plan: &mut Plan| {
        let mut decl = plan.types["Part"].clone();
        decl.name = "Invented".to_owned();
        plan.types.insert("Invented".to_owned(), decl);
    };
    planted(invented, &["unreached Invented"]);
}
