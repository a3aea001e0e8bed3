/** Before a write is tried again: doubles from 5 ms to 320 ms, half of it by chance, so that losers do not meet again. */
export async function backOff(attempt: number): Promise<void> {
  const longest = 5 * 2 ** Math.min(attempt, 6);
  const wait = longest / 2 + (Math.random() * longest) / 2;
  await new Promise((resolve) => {
    setTimeout(resolve, wait);
  });
}
