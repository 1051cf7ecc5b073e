import { serve } from "../../lib/dist/platform/threadsInNode.js";

serve((message, data, tell) => {
  if (message === "die") throw new Error("it was told to die");
  tell({ data, message });
  return message === "die later" && Promise.reject(new Error("it was told to die"));
});
