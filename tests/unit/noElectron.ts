throw new Error(
  'A unit test reached `electron`. Pass what is needed as a parameter, or test it in tests/e2e.',
)
