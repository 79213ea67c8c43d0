/** As much of an OpenAPI document as is worked on here. */
export interface Document {
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly components?: Readonly<Record<string, unknown>> | undefined;
}

type Json = Readonly<Record<string, unknown>>;

const SCHEMAS = '#/components/schemas/';

/**
 * The document as a reader wants it: each schema once under its name, each kind of problem once, nothing that is not
 * referred to, and every header a call cannot do without marked so.
 *
 * A schema is given in the form of a request, which lets an answer have more members than are named: a member that is
 * added later breaks no client.
 */
export function tidyDocument<Given extends Document>(document: Given): Given {
  const schemas = { ...((document.components?.['schemas'] ?? {}) as Json) };
  for (const name of Object.keys(schemas)) {
    const asRequest = schemas[`${name}Input`];
    if (asRequest === undefined) continue;
    schemas[name] = asRequest;
    delete schemas[`${name}Input`];
  }
  const responses: Record<string, unknown> = {};
  const paths = mapObjects(document.paths ?? {}, (object) => hoistProblem(requireKey(object), responses));
  const tidied = {
    ...document,
    paths,
    components: { ...document.components, schemas, responses },
  };
  const renamed = mapObjects(tidied, (object) => {
    const reference = object['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith(SCHEMAS)) return object;
    const name = reference.slice(SCHEMAS.length);
    return name in schemas ? object : { ...object, $ref: reference.replace(/Input$/, '') };
  }) as unknown as Given;
  return pruned(renamed);
}

/** A command without its key is refused with a problem of its own, so the schema lets it be absent; the contract does not. */
function requireKey(object: Json): Json {
  return object['in'] === 'header' && object['name'] === 'idempotency-key'
    ? { ...object, required: true }
    : object;
}

function hoistProblem(object: Json, responses: Record<string, unknown>): Json {
  const problems = Object.entries(object).filter(
    ([status, response]) => /^[45]\d\d$/.test(status) && isProblem(response),
  );
  if (problems.length === 0) return object;
  for (const [status, response] of problems) responses[`Problem${status}`] = response;
  const referred = problems.map(([status]) => [status, { $ref: `#/components/responses/Problem${status}` }]);
  return { ...object, ...Object.fromEntries(referred) };
}

function isProblem(response: unknown): boolean {
  return JSON.stringify(response).includes('"application/problem+json"');
}

/** Without the schemas that nothing refers to, and those that only they refer to. */
function pruned<Given extends Document>(document: Given): Given {
  const schemas = (document.components?.['schemas'] ?? {}) as Json;
  const kept = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (kept.has(name)) continue;
      kept.add(name);
      visit(schemas[name] ?? {});
    }
  };
  visit(document.paths ?? {});
  visit(document.components?.['responses'] ?? {});
  const sorted = [...kept].sort().map((name) => [name, schemas[name]]);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(sorted) } };
}

/** A copy in which every object, innermost first, has gone through `change`. */
function mapObjects(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((element) => mapObjects(element, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapObjects(member, change)])),
  );
}
