/**
 * Does both at a time. Where one fails, the other ends at its next call of `goOn`, which throws; what failed first is
 * thrown when both have ended.
 */
export async function sideBySide<A, B>(
  one: (goOn: () => void) => Promise<A>,
  other: (goOn: () => void) => Promise<B>,
): Promise<[A, B]> {
  const failures: unknown[] = [];
  const goOn = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  const noted = async <T>(work: (goOn: () => void) => Promise<T>): Promise<T> => {
    try {
      return await work(goOn);
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };
  const both = [noted(one), noted(other)] as const;
  await Promise.allSettled(both);
  goOn();
  return Promise.all(both);
}
