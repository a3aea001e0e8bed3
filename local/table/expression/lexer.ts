import { invalid } from '../errors.ts';

export interface Token {
  /** `name` is a bare word, `#` a name placeholder, `:` a value placeholder. */
  readonly kind: 'name' | '#' | ':' | 'number' | 'symbol' | 'end';
  readonly text: string;
}

/** The parameter an expression came in; refusals begin with `Invalid <label>:`. */
export type ExpressionLabel =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

const MAX_EXPRESSION_BYTES = 4096;
const REMEMBERED_EXPRESSIONS = 500;
const TOKEN =
  /\s*(?:(?<name>[A-Za-z]\w*)|(?<reference>[#:]\w+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>+\-()[\].,]))/y;

const remembered = new Map<string, readonly Token[]>();

/** Splits an expression into tokens; the last one is of kind `end`. Recent expressions are remembered. */
export function tokenize(expression: string, label: ExpressionLabel): readonly Token[] {
  const known = remembered.get(expression);
  if (known !== undefined) return known;
  const tokens = readTokens(expression, label);
  if (remembered.size >= REMEMBERED_EXPRESSIONS) forgetOldest();
  remembered.set(expression, tokens);
  return tokens;
}

function forgetOldest(): void {
  const [oldest] = remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
}

function readTokens(expression: string, label: ExpressionLabel): readonly Token[] {
  if (expression.trim() === '') {
    throw invalid(`Invalid ${label}: The expression can not be empty;`);
  }
  const bytes = Buffer.byteLength(expression);
  if (bytes > MAX_EXPRESSION_BYTES) {
    throw invalid(
      `Invalid ${label}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
    );
  }
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (match === null) throw syntaxError(label, expression.slice(at).trimStart().slice(0, 1));
    tokens.push(toToken(match.groups ?? {}));
  }
  tokens.push({ kind: 'end', text: '<EOF>' });
  return tokens;
}

function toToken(groups: Readonly<Record<string, string | undefined>>): Token {
  const { name, reference, number, symbol = '' } = groups;
  if (name !== undefined) return { kind: 'name', text: name };
  if (number !== undefined) return { kind: 'number', text: number };
  if (reference === undefined) return { kind: 'symbol', text: symbol };
  return { kind: reference.startsWith('#') ? '#' : ':', text: reference };
}

export function syntaxError(label: ExpressionLabel, token: string, near = token): Error {
  return invalid(`Invalid ${label}: Syntax error; token: "${token}", near: "${near}"`);
}
