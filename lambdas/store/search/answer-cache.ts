/** The last answers, good until something is written. */
export interface AnswerCache<Answer> {
  get(key: string, make: () => Answer): Answer;
  clear(): void;
}

/** Searches whose answers are kept. */
const KEPT = 300;

export function openAnswerCache<Answer>(): AnswerCache<Answer> {
  const answers = new Map<string, Answer>();
  return {
    get: (key, make) => {
      const answer = answers.get(key) ?? make();
      // A map lists its keys in the order of insertion, so the first is the one not asked for longest.
      answers.delete(key);
      answers.set(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest);
      return answer;
    },
    clear: () => answers.clear(),
  };
}
