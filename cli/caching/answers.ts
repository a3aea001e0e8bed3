import * as v from 'valibot';

const Next = v.optional(v.string());

const KeptVersion = v.object({
  name: v.string(),
  version: v.string(),
  integrity: v.string(),
  size: v.number(),
  fetchedAt: v.string(),
  /** Absent: it is not kept any more. */
  usedAt: v.optional(v.string()),
});
export type KeptVersion = v.InferOutput<typeof KeptVersion>;

/** A page of what was fetched from upstreams. */
export const KeptPage = v.object({
  versions: v.pipe(v.array(KeptVersion), v.readonly()),
  next: Next,
});

export const CacheStats = v.object({
  packages: v.number(),
  versions: v.number(),
  bytes: v.number(),
  documents: v.number(),
  documentBytes: v.number(),
  pins: v.number(),
  oldest: v.optional(v.string()),
  newest: v.optional(v.string()),
  limit: v.optional(v.number()),
});
export type CacheStats = v.InferOutput<typeof CacheStats>;

export const Removal = v.object({
  versions: v.number(),
  bytes: v.number(),
  documents: v.number(),
  forgotten: v.number(),
  next: Next,
});
export type Removal = v.InferOutput<typeof Removal>;

/** A tarball by its version, a document by its form. */
const Damage = v.object({
  name: v.string(),
  version: v.optional(v.string()),
  form: v.optional(v.string()),
});
export type Damage = v.InferOutput<typeof Damage>;

export const Verification = v.object({
  tarballs: v.number(),
  documents: v.number(),
  damaged: v.pipe(v.array(Damage), v.readonly()),
  next: Next,
});
