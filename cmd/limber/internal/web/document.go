package web

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

// document writes the parts of the OpenAPI document that huma cannot see,
// since bodies pass by as they are. The schema of a case belongs to the pack,
// which may change while we run: the document points to it.
type document struct {
	registry huma.Registry
	decision *huma.Schema
}

func newDocument(r huma.Registry) *document {
	r.RegisterTypeAlias(reflect.TypeFor[engine.Urgency](), reflect.TypeFor[*string]())
	r.RegisterTypeAlias(reflect.TypeFor[pack.Phase](), reflect.TypeFor[string]())
	r.RegisterTypeAlias(reflect.TypeFor[diag.Severity](), reflect.TypeFor[string]())
	d := &document{registry: r, decision: r.Schema(reflect.TypeFor[engine.Decision](), true, "Decision")}
	fields := r.SchemaFromRef(d.decision.Ref).Properties
	fields["plan"] = &huma.Schema{OneOf: []*huma.Schema{fields["plan"], {Type: "null"}}, Description: "null unless outcome is plan"}
	return d
}

// aCase is the schema of a case as far as it is the same for every pack.
func (d *document) aCase() *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, Description: "One person's answers by fact. The whole schema, with every fact of the rules in use, is at /v1/facts/schema.",
		AdditionalProperties: true, Examples: []any{map[string]any{"age": 34, "leg_symptoms": []string{"saddle_numbness"}}}}
}

func (d *document) oneOrMany() *huma.Schema {
	most := maxBatch
	return &huma.Schema{OneOf: []*huma.Schema{d.aCase(), {Type: huma.TypeArray, Items: d.aCase(), MaxItems: &most}}}
}

func (d *document) oneOrManyDecisions() *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{d.decision, {Type: huma.TypeArray, Items: d.decision}}}
}

func (d *document) next() *huma.Schema {
	ids := func(about string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}, Description: about}
	}
	return &huma.Schema{Type: huma.TypeObject, Required: []string{"at_least", "next", "open", "optional"}, Properties: map[string]*huma.Schema{
		"at_least": {Type: huma.TypeString, Nullable: true, Enum: []any{"routine", "soon", "urgent", "emergency", nil},
			Description: "The strongest referral that has fired so far. At emergency stop asking and show the decision."},
		"next":     {OneOf: []*huma.Schema{{Type: huma.TypeObject, AdditionalProperties: true}, {Type: "null"}}, Description: "The question to ask now, as /v1/facts lists it; null: no more is needed"},
		"open":     ids("Facts that a decision still needs, in the order in which to ask"),
		"optional": ids("Facts that only fit a plan to the person"),
	}}
}

// problems documents the errors of an operation.
func (d *document) problems(op *huma.Operation, statuses ...int) {
	schema := d.registry.Schema(reflect.TypeFor[problem](), true, "Problem")
	for _, status := range statuses {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: map[string]*huma.MediaType{problemType: {Schema: schema}}}
	}
}

func etagHeader() map[string]*huma.Param {
	return map[string]*huma.Param{"ETag": {Description: "The rules in use", Schema: &huma.Schema{Type: huma.TypeString}}}
}

func (d *document) operation(method, path, id, summary, kind string, answer *huma.Schema) huma.Operation {
	return huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, MaxBodyBytes: maxCaseBytes, BodyReadTimeout: bodyTime,
		Responses: map[string]*huma.Response{"200": {Description: "OK", Headers: etagHeader(), Content: map[string]*huma.MediaType{kind: {Schema: answer}}}}}
}

func (d *document) post(path, id, summary string, body, answer *huma.Schema) huma.Operation {
	op := d.operation(http.MethodPost, path, id, summary, "application/json", answer)
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: body}}}
	op.SkipValidateBody = true // package facts does, with places and hints
	d.problems(&op, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable)
	return op
}

func (d *document) get(path, id, summary string) huma.Operation {
	list := &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}}
	op := d.operation(http.MethodGet, path, id, summary, "application/json", list)
	return unlessKnown(op)
}

func (d *document) schema(path, id, summary string) huma.Operation {
	return unlessKnown(d.operation(http.MethodGet, path, id, summary, schemaType, &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}))
}

// unlessKnown documents that an answer need not be sent again.
func unlessKnown(op huma.Operation) huma.Operation {
	op.Responses["304"] = &huma.Response{Description: "The rules have not changed", Headers: etagHeader()}
	return op
}

func (d *document) picture(path, id, summary string) huma.Operation {
	op := unlessKnown(d.operation(http.MethodGet, path, id, summary, pictureType, &huma.Schema{Type: huma.TypeString}))
	d.problems(&op, http.StatusNotFound)
	return op
}
