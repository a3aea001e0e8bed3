type Json = Record<string, any>;

/** Where a request goes: which operation of the OpenAPI body, and what its variables are. */
export interface Routed {
  readonly operation: Json;
  readonly resource: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Node {
  readonly literals: Map<string, Node>;
  variable?: { readonly name: string; readonly node: Node };
  /** Takes all that is left of a path: `{proxy+}`. */
  greedy?: { readonly name: string; readonly node: Node };
  readonly operations: Map<string, { readonly operation: Json; readonly resource: string }>;
}

const emptyNode = (): Node => ({ literals: new Map(), operations: new Map() });

/**
 * API Gateway's choice by path: level by level, a literal before a variable, without ever going back; the
 * path stays percent-encoded, so that `@s%2fn` is one segment.
 */
export function createRoutes(paths: Json): (method: string, path: string) => Routed | undefined {
  const root = emptyNode();
  for (const [resource, operations] of Object.entries(paths)) {
    let node = root;
    for (const segment of resource.split('/').slice(1)) node = descend(node, segment);
    for (const [method, operation] of Object.entries(operations as Json)) {
      node.operations.set(method.toUpperCase(), { operation, resource });
    }
  }
  return (method, path) => {
    const { node, pathParameters } = walk(root, path.split('/').slice(1));
    const found = node?.operations.get(method);
    return found && { ...found, pathParameters };
  };
}

function walk(root: Node, segments: readonly string[]) {
  const pathParameters: Record<string, string> = {};
  let node: Node | undefined = root;
  for (const [level, segment] of segments.entries()) {
    const { literals, variable, greedy }: Node = node;
    const literal = literals.get(segment);
    if (!literal && !variable && greedy) {
      pathParameters[greedy.name] = segments.slice(level).join('/');
      return { node: greedy.node, pathParameters };
    }
    if (!literal && variable) pathParameters[variable.name] = segment;
    node = literal ?? variable?.node;
    if (!node) break;
  }
  return { node, pathParameters };
}

function descend(node: Node, segment: string): Node {
  const [, name, greedy] = /^\{(\w+)(\+)?\}$/.exec(segment) ?? [];
  if (name === undefined) {
    const next = node.literals.get(segment) ?? emptyNode();
    node.literals.set(segment, next);
    return next;
  }
  if (greedy !== undefined) {
    node.greedy ??= { name, node: emptyNode() };
    return node.greedy.node;
  }
  if (node.variable && node.variable.name !== name) {
    throw new Error(`two variables of one level: ${node.variable.name} and ${name}`);
  }
  node.variable ??= { name, node: emptyNode() };
  return node.variable.node;
}
