"""TensorFlow's side of the training benches, one tf.function a step: answers lines of JSON.

{"start": {"layers", "image", "batch"}}  →  {}
{"seconds"}  →  {"ms"}: median time of a step
"""

import json
import os
import sys
import time

import tensorflow as tf

threads = int(os.environ["OMP_NUM_THREADS"])
tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)
step = None


def start(layers, image, batch):
    global step
    model = tf.keras.Sequential([tf.keras.Input(image), *map(keras_layer, layers)])
    optimizer = tf.keras.optimizers.SGD(1e-4)
    images = tf.random.normal([batch, *image], seed=1)
    labels = tf.range(batch) % 10

    @tf.function
    def train_step():
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    step = train_step
    for _ in range(3):
        float(step())
    return {}


def keras_layer(layer):
    kind, config = layer["kind"], layer["config"]
    kept = {
        "Conv2D": ["filters", "kernelSize", "strides", "padding", "useBias", "activation"],
        "BatchNormalization": ["momentum", "epsilon"],
        "Activation": ["activation"],
        "MaxPooling2D": ["poolSize", "strides", "padding"],
        "AveragePooling2D": ["poolSize", "strides", "padding"],
        "GlobalAveragePooling2D": [],
        "Rescaling": ["scale"],
        "Dropout": ["rate"],
        "Dense": ["units"],
    }[kind]
    snake_case = {"kernelSize": "kernel_size", "useBias": "use_bias", "poolSize": "pool_size"}
    return getattr(tf.keras.layers, kind)(**{snake_case.get(name, name): config[name] for name in kept})


def measure(seconds):
    times = []
    end = time.perf_counter() + seconds
    while True:
        begin = time.perf_counter()
        float(step())
        times.append(time.perf_counter() - begin)
        if time.perf_counter() > end:
            return {"ms": 1e3 * sorted(times)[len(times) // 2]}


for line in sys.stdin:
    request = json.loads(line)
    answer = start(**request["start"]) if "start" in request else measure(**request)
    print(json.dumps(answer), flush=True)
