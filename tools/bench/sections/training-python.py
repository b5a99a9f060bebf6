"""The network, augmentation and relabelling of clusterlab's selfLabel, written as PyTorch users write it."""
import math
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from measure import finish, scratch, stage

N_CLASSES, BATCH = 15, 250
torch.manual_seed(0)


def convolution(channels_in, channels_out, kernel, stride=1):
    return nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False)


def network(side):
    return nn.Sequential(
        convolution(1, 24, 5, 2), nn.BatchNorm2d(24), nn.ReLU(),
        convolution(24, 48, 3), nn.BatchNorm2d(48), nn.MaxPool2d(2), nn.ReLU(),
        convolution(48, 96, 3), nn.BatchNorm2d(96), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Dropout(0.3),
        nn.Linear(96 * (side // 8) ** 2, 256, bias=False), nn.BatchNorm1d(256), nn.ReLU(),
        nn.Linear(256, N_CLASSES),
    )


def within(limit, n):
    return (2 * torch.rand(n) - 1) * limit


def augment(x):
    n, side = len(x), x.shape[-1]
    angle, slant = within(math.radians(12), n), within(0.25, n)
    scale_x, scale_y = within(0.18, n).exp(), within(0.18, n).exp()
    cos, sin = angle.cos(), angle.sin()
    first = torch.stack([cos * scale_x, (cos * slant - sin) * scale_y, within(0.08, n)], 1)
    second = torch.stack([sin * scale_x, (sin * slant + cos) * scale_y, within(0.08, n)], 1)
    grid = F.affine_grid(torch.stack([first, second], 1), x.shape, align_corners=False)
    bend = F.interpolate(0.06 * torch.randn(n, 2, 4, 4), size=(side, side), mode="bicubic", align_corners=True)
    x = F.grid_sample(x, grid + bend.permute(0, 2, 3, 1), align_corners=False)
    share = 0.8 * torch.rand(n, 1, 1, 1)
    x = (1 - share) * x + share * F.avg_pool2d(x, 3, stride=1, padding=1)
    return x * within(0.3, n).exp()[:, None, None, None]


def epoch(x):
    y = torch.arange(len(x)) % N_CLASSES
    net = network(x.shape[-1])
    optimizer = torch.optim.AdamW(net.parameters(), lr=1.5e-3, weight_decay=1e-3)
    size = min(BATCH, len(x))
    net.train()
    for rows in torch.randperm(len(x))[: len(x) // size * size].split(size):
        optimizer.zero_grad()
        F.cross_entropy(net(augment(x[rows])), y[rows], label_smoothing=0.05).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        return torch.cat([net(part).softmax(1) for part in x.split(BATCH)])


rows = int(os.environ["BENCH_ROWS"])
pictures = np.fromfile(scratch(f"normalized-{rows}.f32"), np.float32)
side = math.isqrt(pictures.size // rows)
pictures = torch.from_numpy(pictures.reshape(rows, 1, side, side))
epoch(pictures[:1000])
with stage("self-labelling, one epoch"):
    probabilities = epoch(pictures)
finish(shareTrained=len(probabilities) // BATCH * BATCH / len(pictures))
