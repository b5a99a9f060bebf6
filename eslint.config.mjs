import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const noStar = {
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportAllDeclaration', message: 'List every public name by hand: no `export *`.' },
  ],
};

const nodeGlobals = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'performance', 'AbortController', 'AbortSignal', 'structuredClone']
    .concat(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'TextDecoder'])
    .concat(['TextEncoder', 'fetch', 'queueMicrotask'])
    .map((name) => [name, 'readonly']),
);

const unused = ['error', { argsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      'lib/dist/',
      'lib/.dist-*/',
      'data/',
      'out/',
      '.venv/',
      '.bench-venv/',
      '.reference-venv/',
      '.setup/',
    ],
  },
  js.configs.recommended,
  {
    rules: {
      ...noStar,
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-unused-vars': unused },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { ...nodeGlobals, require: 'readonly', module: 'writable', __dirname: 'readonly' },
    },
    rules: { 'no-unused-vars': unused },
  },
  {
    // The library: with type information, and strict about what it exports.
    files: ['lib/src/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: 'lib/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Every random choice comes from randomState(seed).' },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // Results and helpers are plain objects of functions that never use `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      // Heavy packages are loaded when first needed; in a CommonJS library that is a `require`.
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unused-vars': unused,
    },
  },
  {
    // Tests and tools: without type information, which keeps `npm run lint` quick.
    files: ['test/**/*.ts', 'tools/**/*.ts', 'data-scripts/**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: { '@typescript-eslint/no-unused-vars': unused, '@typescript-eslint/no-require-imports': 'off' },
  },
);
