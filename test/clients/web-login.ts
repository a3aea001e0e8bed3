/** What somebody does while a client waits for them. */
export interface Acting {
  readonly watch: (text: string) => void;
  /** Rejects where that failed. */
  readonly done: () => Promise<unknown>;
}

/** Does once, with the URL that a client shows for a login, what its person does. */
export function onLoginUrl(act: (loginUrl: string) => Promise<unknown>): Acting {
  let acting: Promise<unknown> | undefined;
  return {
    watch: (text) => {
      const [url] = /http\S+\/-\/v1\/login\/web\?session=\S+-[B-Z]{4}-[B-Z]{4}/.exec(text) ?? [];
      if (url !== undefined) acting ??= act(url);
    },
    done: async () => acting,
  };
}
