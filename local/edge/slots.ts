import { type Form, formOf } from '#domain/packument.ts';
import { wantsPage } from '#http/web/wants-page.ts';

import { type Resource, weigh } from './resource.ts';

/** Stands for the form where a path has only one. */
const ANY_FORM = '';
/** Other spellings of a path that lead to its slot. */
const ALIASES = 8;

/** All that one canonical path answers: one resource, or one for each form. */
export interface Slot {
  readonly key: string;
  readonly aliases: Set<string>;
  readonly resources: Map<NonNullable<Resource['shared']['form']> | typeof ANY_FORM, Resource>;
  bytes: number;
  /** Whether it was asked for since eviction last came by. */
  used: boolean;
}

export const createSlot = (key: string): Slot => ({
  key,
  aliases: new Set(),
  resources: new Map(),
  bytes: 0,
  used: false,
});

/** What a request wants by `accept`: a form of a document, or a page. */
export type Wish = Form | 'page';

export const wishOf = (accept: string | undefined): Wish =>
  wantsPage(accept) ? 'page' : formOf(accept);

/** The slot's resource as it is wanted, or its only one. */
export function choose(slot: Slot, wish: Wish): Resource | undefined {
  slot.used = true;
  const { resources } = slot;
  return resources.get(ANY_FORM) ?? formed(resources, wish);
}

const formed = (resources: Slot['resources'], wish: Wish): Resource | undefined =>
  resources.get(wish) ?? (wish === 'page' ? undefined : resources.get('json'));

export function put(slot: Slot, resource: Resource): void {
  slot.resources.set(resource.shared.form ?? ANY_FORM, resource);
}

/** Slots by key, held within a number of bytes. */
export interface Slots {
  find: (key: string) => Slot | undefined;
  add: (slot: Slot) => void;
  alias: (key: string, slot: Slot) => void;
  drop: (slot: Slot) => void;
  /** Counts a slot's bytes anew and makes room if that is too much. */
  weigh: (slot: Slot) => void;
  size: () => number;
}

/** `dropped` is told of every slot that goes, whatever the reason. */
export function createSlots(limit: number, dropped: (slot: Slot) => void): Slots {
  const slots = new Map<string, Slot>();
  const aliases = new Map<string, Slot>();
  let total = 0;
  const drop = (slot: Slot): void => {
    if (!slots.delete(slot.key)) return;
    for (const alias of slot.aliases) aliases.delete(alias);
    total -= slot.bytes;
    dropped(slot);
  };
  /** Second chance: what was asked for since the last round goes to the end of the queue. */
  const makeRoom = (): void => {
    for (const slot of slots.values()) {
      if (total <= limit) return;
      if (slot.used) {
        slot.used = false;
        slots.delete(slot.key);
        slots.set(slot.key, slot);
      } else drop(slot);
    }
  };
  return {
    find: (key) => slots.get(key) ?? aliases.get(key),
    add: (slot) => void slots.set(slot.key, slot),
    alias(key, slot) {
      if (slot.aliases.size >= ALIASES || key === slot.key) return;
      slot.aliases.add(key);
      aliases.set(key, slot);
    },
    drop,
    weigh(slot) {
      if (slots.get(slot.key) !== slot) return;
      const bytes = slot.resources.values().reduce((sum, resource) => sum + weigh(resource), 0);
      total += bytes - slot.bytes;
      slot.bytes = bytes;
      makeRoom();
    },
    size: () => total,
  };
}
