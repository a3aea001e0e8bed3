import type { Command } from '../command/command.ts';

export const completion: Command = {
  about: 'Print what makes a shell complete commands and options',
  details: `bash, in ~/.bashrc:           source <(pantry completion bash)
zsh, in ~/.zshrc, behind compinit:  source <(pantry completion zsh)
fish, once:  pantry completion fish > ~/.config/fish/completions/pantry.fish`,
  arguments: [{ name: 'shell', about: 'Which shell', choices: ['bash', 'zsh', 'fish'] }],
  examples: [
    { run: 'source <(pantry completion bash)', about: 'For this bash alone' },
    {
      run: 'pantry completion zsh > "${fpath[1]}/_pantry"',
      about: 'For zsh, as a file of its own',
    },
  ],
  load: async () => import('../completion/completion.ts'),
};
