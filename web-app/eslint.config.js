import js from '@eslint/js';
import globals from 'globals';

/** What `client/` must not know: it has no DOM, and what it needs of a browser is passed to it. */
const DOM_GLOBALS = [
  'window',
  'document',
  'location',
  'history',
  'navigator',
  'sessionStorage',
  'localStorage',
];

export default [
  { ignores: ['target/', 'types/', 'test/consumer/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-shadow': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 45, skipComments: true, skipBlankLines: true }],
    },
  },
  { files: ['src/**/*.js', 'example/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['src/client/**/*.js'], rules: { 'no-restricted-globals': ['error', ...DOM_GLOBALS] } },
  {
    files: ['test/**/*.js'],
    languageOptions: { globals: globals.node },
    rules: { 'max-lines-per-function': 'off' },
  },
];
