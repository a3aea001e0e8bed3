/** Does something that takes so many bytes of memory, once there is room for them. */
export type WithRoom = <T>(bytes: number, work: () => Promise<T>) => Promise<T>;

/** So many bytes for all that is done at once, first come first served; what wants more than that has it alone. */
export function roomOf(all: number): WithRoom {
  let free = all;
  const waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  const letIn = (): void => {
    for (let [next] = waiting; next && next.bytes <= free; [next] = waiting) {
      waiting.shift();
      free -= next.bytes;
      next.go();
    }
  };
  return async (wanted, work) => {
    const bytes = Math.min(wanted, all);
    await new Promise<void>((go) => {
      waiting.push({ bytes, go });
      letIn();
    });
    try {
      return await work();
    } finally {
      free += bytes;
      letIn();
    }
  };
}
