import js from '@eslint/js';
import globals from 'globals';

export default [
  js.configs.recommended,
  {
    // Both worlds: functions handed to page.evaluate run in the browser.
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: 'module',
      globals: { ...globals.node, ...globals.browser },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-shadow': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 250 }],
    },
  },
];
