// The backend of the tests, wherever others are set up; to try one: CNN_BACKEND=tfjs-node npm test
process.env.CNN_BACKEND ??= "wasm";
