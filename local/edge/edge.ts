import { createPurges } from './purges.ts';
import { type Resource, weigh } from './resource.ts';
import { choose, createSlot, createSlots, put, type Slot, type Wish } from './slots.ts';

/**
 * What a content delivery network is on AWS: keeps the answers that everybody shares, within so many
 * bytes, until a write purges their tags. Nothing here waits, so that what was purged is gone when its
 * writer is answered; `mark` keeps out answers that were begun before a purge.
 */
export interface Edge {
  find: (key: string, wish: Wish) => Resource | undefined;
  /** Lets another spelling of a path lead to the same answers. */
  alias: (alias: string, key: string) => void;
  /** Stands for this moment; take it before reading what will be kept. */
  mark: () => number;
  /** Keeps an answer unless it is too large, or was begun before one of its tags was purged. */
  keep: (key: string, resource: Resource, mark: number) => void;
  /** Counts what a resource has grown by since it was kept. */
  reweigh: (resource: Resource) => void;
  purge: (tags: readonly string[]) => void;
  /** Bytes in use. */
  size: () => number;
}

export function createEdge(limit: number, now = Date.now): Edge {
  const purges = createPurges();
  const slotOf = new WeakMap<Resource, Slot>();
  const byTag = new Map<string, Set<Slot>>();
  const slots = createSlots(limit, (slot) => {
    for (const { shared } of slot.resources.values()) {
      for (const tag of shared.tags) untag(byTag, tag, slot);
    }
  });
  return {
    find(key, wish) {
      const slot = slots.find(key);
      const resource = slot && choose(slot, wish);
      const { until } = resource?.shared ?? {};
      return until !== undefined && until <= now() ? undefined : resource;
    },
    alias(alias, key) {
      const slot = slots.find(key);
      if (slot) slots.alias(alias, slot);
    },
    mark: purges.mark,
    keep(key, resource, mark) {
      const { tags } = resource.shared;
      if (purges.since(mark, tags) || weigh(resource) > limit / 2) return;
      const slot = slots.find(key) ?? createSlot(key);
      put(slot, resource);
      slotOf.set(resource, slot);
      for (const tag of tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(slot));
      slots.add(slot);
      slots.weigh(slot);
    },
    reweigh(resource) {
      const slot = slotOf.get(resource);
      if (slot) slots.weigh(slot);
    },
    purge(tags) {
      purges.add(tags);
      for (const slot of tags.flatMap((tag) => [...(byTag.get(tag) ?? [])])) slots.drop(slot);
    },
    size: slots.size,
  };
}

function untag(byTag: Map<string, Set<Slot>>, tag: string, slot: Slot): void {
  const tagged = byTag.get(tag);
  tagged?.delete(slot);
  if (tagged?.size === 0) byTag.delete(tag);
}
