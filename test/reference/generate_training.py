"""Training step by step in PyTorch, in doubles: two small networks, AdamW, the schedule; and how pictures are bent and blurred."""
import math

import torch
import torch.nn.functional as F

from golden import uniform, write

N, STEPS, EPOCHS = 6, 2, 2
LEARNING_RATE, DECAY, SMOOTHING = 0.05, 0.1, 0.1


def numbers(seed, *shape):
    """The same in both languages: RandomState(seed), from -0.5 to 0.5."""
    return torch.tensor(uniform(seed, 1, math.prod(shape)).reshape(shape) - 0.5)


def same(x, kernel, stride):
    """Zeros around, as TensorFlow's SAME: the odd one comes last."""
    for axis in (3, 2):
        size = x.shape[axis]
        total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
        x = F.pad(x, (total // 2, total - total // 2, 0, 0) if axis == 3 else (0, 0, total // 2, total - total // 2))
    return x


def classifier():
    """conv 5x5 stride 2, 4 - batch norm - pool - relu - dense 3, on 8 x 8 x 2."""
    kernel, gamma, beta = numbers(1, 5, 5, 2, 4), torch.ones(4).double(), torch.zeros(4).double()
    dense, bias = numbers(2, 16, 3), numbers(3, 3)
    mean, variance = torch.zeros(4).double(), torch.ones(4).double()
    trained = [kernel, gamma, beta, dense, bias]
    targets = torch.arange(N) % 3

    def loss(step):
        x = numbers(10 + step, N, 8, 8, 2).permute(0, 3, 1, 2)
        x = F.conv2d(same(x, 5, 2), kernel.permute(3, 2, 0, 1), stride=2)
        x = F.batch_norm(x, mean, variance, gamma, beta, training=True, momentum=max(0.1, 1 / (step + 1)), eps=1e-3)
        x = F.relu(F.max_pool2d(x, 2)).permute(0, 2, 3, 1).flatten(1)
        return F.cross_entropy(x @ dense + bias, targets, label_smoothing=SMOOTHING)

    return trained, loss, lambda: [kernel, gamma, beta, mean, variance, dense, bias]


def decoder():
    """dense 16 - reshape 4 x 4 x 1 - conv-transpose 3x3 stride 2, 2 - sigmoid, on 5 numbers; half the squared output."""
    dense, bias = numbers(4, 5, 16), numbers(5, 16)
    kernel, offset = numbers(6, 3, 3, 2, 1), numbers(7, 2)
    trained = [dense, bias, kernel, offset]

    def loss(step):
        x = (numbers(20 + step, N, 5) @ dense + bias).reshape(N, 1, 4, 4)
        # The transpose of a SAME convolution from 8 x 8 to 4 x 4 pads one row and column at the end.
        x = F.conv_transpose2d(x, kernel.permute(3, 2, 0, 1), stride=2)[:, :, :8, :8]
        y = torch.sigmoid(x + offset[None, :, None, None])
        return (y**2).sum() / (2 * N)

    return trained, loss, lambda: [dense, bias, kernel, offset]


def train(trained, loss, weights):
    for values in trained:
        values.requires_grad_()
    optimizer = torch.optim.AdamW(trained, weight_decay=DECAY)
    losses = []
    for step in range(STEPS * EPOCHS):
        done = (step + 0.5) / (STEPS * EPOCHS)
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1, 12 * done) * 0.5 * (1 + math.cos(math.pi * done))
        optimizer.zero_grad()
        value = loss(step)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return {"losses": losses, "weights": [w.detach().flatten().tolist() for w in weights()]}


picture = torch.tensor(uniform(30, 5, 7))[None, None]
write("training", {
    "nInputs": N, "nSteps": STEPS, "nEpochs": EPOCHS,
    "learningRate": LEARNING_RATE, "weightDecay": DECAY, "labelSmoothing": SMOOTHING,
    "classifier": train(*classifier()),
    "decoder": train(*decoder()),
    # Columns: what each of four points counts at each of seven pixels.
    "cubicWeights": F.interpolate(
        torch.eye(4).double()[None, :, :, None], size=(7, 1), mode="bicubic", align_corners=True
    )[0, :, :, 0].T.flatten().tolist(),
    "boxBlur": F.avg_pool2d(picture, 3, stride=1, padding=1).flatten().tolist(),
}, packages=("numpy", "torch"))
