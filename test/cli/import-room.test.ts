import { expect, test } from 'vitest';

import { roomOf } from '../../cli/importing/room.ts';

/** Works that end when a test says so, and which of them have begun. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    begun.push(name);
    await new Promise<void>((resolve) => {
      ends.set(name, resolve);
    });
    return name;
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

test('what takes memory waits for its room, first come first served', async () => {
  const withRoom = roomOf(10);
  const { begun, work, end } = works();
  const all = [
    withRoom(6, work('six')),
    withRoom(5, work('five')),
    withRoom(1, work('one')),
    withRoom(100, work('all')),
    withRoom(0, work('nothing')),
  ];
  await Promise.resolve();
  expect(begun).toEqual(['six']);
  end('six');
  await expect.poll(() => begun).toEqual(['six', 'five', 'one']);
  end('five');
  end('one');
  await expect.poll(() => begun).toEqual(['six', 'five', 'one', 'all', 'nothing']);
  end('all');
  end('nothing');
  expect(await Promise.all(all)).toEqual(['six', 'five', 'one', 'all', 'nothing']);
});

async function fails(): Promise<never> {
  throw new Error('no');
}

test('what fails gives its room back', async () => {
  const withRoom = roomOf(10);
  await expect(withRoom(10, fails)).rejects.toThrow('no');
  expect(await withRoom(10, async () => 'yes')).toBe('yes');
});
