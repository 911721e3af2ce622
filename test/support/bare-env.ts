/**
 * What a program that a test starts gets of the environment: how to find others, and where modules already
 * lie compiled. Nothing of the settings of whoever runs the tests.
 */
const { PATH, NODE_COMPILE_CACHE } = process.env

export const bareEnv: NodeJS.ProcessEnv = { PATH, NODE_COMPILE_CACHE }
