import type { ScalarSet, Value } from '../value/value.ts';
import type { Path } from './path.ts';

/** What a `SET` assigns, or a part of it. */
export type Term =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Term }
  | { readonly kind: 'list_append'; readonly first: Term; readonly second: Term }
  | { readonly kind: '+' | '-'; readonly left: Term; readonly right: Term };

/** One action of an update expression whose placeholders are resolved. */
export type Action =
  | { readonly kind: 'SET'; readonly path: Path; readonly term: Term }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD'; readonly path: Path; readonly amount: number | ScalarSet }
  | { readonly kind: 'DELETE'; readonly path: Path; readonly elements: ScalarSet };
