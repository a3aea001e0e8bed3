import type { GenericSchema, InferOutput } from 'valibot';

import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Action } from '#domain/permission.ts';
import type { Principal, Publisher, UserPrincipal } from '#domain/principal.ts';
import type { LimitName } from '#domain/rate-limit.ts';
import type { Asking } from '#domain/second-factor/need.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/**
 * Who may call. `anyone`: no credential is looked at. `visitor`: whoever may read public packages.
 * `user`: somebody who is logged in. `publisher`: they, or a run of a CI service. `admin`: an admin of the registry. An action: decided by can() for
 * the route's `{package}`, looked up in the table. `document`: read permission, decided by the endpoint
 * from what it reads anyway.
 */
export type Permission =
  | 'anyone'
  | 'visitor'
  | 'user'
  | 'publisher'
  | 'admin'
  | 'document'
  | Action;

/** What may be kept of the answers, and why. */
export interface CachePolicy {
  /** `cache-control` of what anyone may read. */
  readonly control: string;
  readonly why: string;
}

/** Everything that the servers, the stacks, OpenAPI and the documentation need to know of an endpoint. */
export interface Route {
  readonly method: Method;
  /** `/-/package/{package}/dist-tags/{tag}`; a `{package}` is any spelling of a name. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly permission: Permission;
  /**
   * Whether a second factor is asked for; without it, for what changes something (askingOf). `itself`: the
   * endpoint asks, since only its work tells.
   */
  readonly secondFactor?: Asking | 'itself';
  readonly query?: GenericSchema;
  /** Shape of a JSON body; `stream`: the endpoint reads the body itself. */
  readonly body?: GenericSchema | 'stream';
  readonly cache?: CachePolicy;
  /** What its requests are counted as, with those of other routes; how many may come is configuration. */
  readonly limit?: LimitName;
  /**
   * Only tokens are taken, no passwords: its Lambda needs to count no wrong ones, and so may not write into the
   * audit log.
   */
  readonly tokensOnly?: boolean;
  /** The part of its path that is a secret, or may be one: no log shows it. */
  readonly secret?: string;
  /** What it touches beside what its permission looks at: on AWS its grants, and no others. */
  readonly stores: readonly Store[];
  /** What a 404 of it says that somebody looks for in vain. */
  readonly misses?: 'package' | 'version';
  /** What people look at in a browser, by page(); clients have no use for it. */
  readonly page?: true;
}

/** Named after what is done there; lib/functions/grants.ts says which actions on which keys each one is. */
export type Store =
  | 'packages:read'
  | 'packages:write'
  | 'packages:list'
  | 'packages:alike'
  | 'advisories:read'
  | 'advisories:write'
  | 'stars:list'
  | 'users:read'
  | 'users:write'
  | 'users:list'
  | 'users:admin'
  | 'invites:write'
  | 'orgs:read'
  | 'orgs:write'
  | 'memberships:list'
  | 'tokens:read'
  | 'tokens:write'
  | 'tokens:list'
  | 'web-sessions:read'
  | 'web-sessions:write'
  | 'sign-ins:read'
  | 'sign-ins:list'
  | 'sign-ins:write'
  | 'second-factor:read'
  | 'second-factor:check'
  | 'second-factor:write'
  | 'staged:read'
  | 'staged:list'
  | 'staged:write'
  | 'blobs:read'
  | 'blobs:link'
  | 'blobs:write'
  | 'documents:read'
  | 'documents:write'
  | 'readmes:write'
  | 'rendering'
  | 'uploads:write'
  | 'uploads:read'
  | 'uploads:parts'
  | 'upstream-cache:read'
  | 'upstream-cache:write'
  | 'search'
  | 'signer'
  | 'retired-keys:read'
  | 'sealer'
  | 'trust-root:read'
  | 'downloads'
  | 'downloads:read'
  | 'missing:read'
  | 'refused:read'
  | 'tickets:read'
  | 'tickets:write'
  | 'newest:read'
  | 'dependents:read'
  | 'totals:read'
  | 'shadowing:read'
  | 'request-figures'
  | 'first-admin'
  | 'attempts:write'
  | 'limits:write'
  | 'audit:read'
  | 'audit:write'
  | 'jobs'
  | 'job-outcomes:read'
  | 'dead-letters:read'
  | 'trust:read'
  | 'trust:write'
  | 'trust:claim'
  | 'trusted-owners:read'
  | 'trusted-owners:note'
  | 'run-tokens:issue'
  | 'run-tokens:list'
  | 'run-tokens:write'
  | 'identities'
  | 'upstream:read'
  | 'upstream:ask'
  | 'sso'
  | 'sso:secret';

export type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [K in Name]: K extends 'package' ? PackageName : string } & PathParams<Rest>
  : unknown;

type Parsed<S> = S extends GenericSchema ? InferOutput<S> : undefined;

/** Who calls, as precisely as the route's permission makes sure of. */
type Caller<P extends Permission> = P extends 'anyone' | 'visitor' | 'read' | 'document'
  ? Principal
  : P extends 'publisher' | 'publish' | 'stage' | 'tag'
    ? Publisher
    : UserPrincipal;

/** The package that the permission was decided for; a publish may bring a new one, and advisories need none. */
type Subject<P extends Permission> = P extends 'publish' | 'stage' | 'advise'
  ? Package | undefined
  : P extends Action
    ? Package
    : undefined;

/** A request that has passed its route's checks. */
export interface Call<R extends Route> {
  readonly params: PathParams<R['path']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly principal: Caller<R['permission']>;
  readonly pkg: Subject<R['permission']>;
  readonly request: Request;
  readonly services: Services;
}

/** When a route asks for a second factor. */
export const askingOf = ({ method, permission, secondFactor }: Route): Asking | 'itself' =>
  secondFactor ?? (method === 'GET' || OPEN.has(permission) ? 'never' : 'writes');

/** Nobody's login is needed for these. */
const OPEN: ReadonlySet<Permission> = new Set<Permission>([
  'anyone',
  'visitor',
  'document',
  'read',
]);

export const defineRoute = <const R extends Route>(route: R): R => route;
