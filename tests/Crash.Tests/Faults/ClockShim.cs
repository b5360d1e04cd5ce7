using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Omnichannel.Crash.Faults;

/// <summary>Moves the wall clock of one process, and nothing else: a preloaded library that adds what a shared file says to CLOCK_REALTIME.</summary>
public sealed class ClockShim : IDisposable
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <time.h>
        static volatile long long *offset;
        static int (*real)(clockid_t, struct timespec *);
        __attribute__((constructor)) static void start(void) {
            real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
            const char *file = getenv("GRID_CLOCK_FILE");
            int fd = file ? open(file, O_RDONLY) : -1;
            if (fd < 0) return;
            void *page = mmap(0, sizeof(long long), PROT_READ, MAP_SHARED, fd, 0);
            if (page != MAP_FAILED) offset = page;
        }
        int clock_gettime(clockid_t id, struct timespec *time) {
            int result = real(id, time);
            if (result == 0 && id == CLOCK_REALTIME && offset) time->tv_sec += *offset;
            return result;
        }
        """;

    private readonly DirectoryInfo _folder;
    private readonly string _clock;

    private ClockShim(DirectoryInfo folder)
    {
        _folder = folder;
        _clock = Path.Combine(folder.FullName, "offset");
        File.WriteAllBytes(_clock, new byte[sizeof(long)]);
    }

    public static string? WhyNot { get; } =
        !OperatingSystem.IsLinux() ? "The clock is moved by preloading a library, which is for Linux." : !File.Exists("/usr/bin/gcc") ? "gcc is not installed." : null;

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Path.Combine(_folder.FullName, "clock.so"),
        ["GRID_CLOCK_FILE"] = _clock,
    };

    public static async Task<ClockShim> BuildAsync()
    {
        var shim = new ClockShim(Directory.CreateTempSubdirectory("clock-"));
        var source = Path.Combine(shim._folder.FullName, "clock.c");
        await File.WriteAllTextAsync(source, Source);
        using var compiler = Process.Start("/usr/bin/gcc", ["-shared", "-fPIC", "-O1", "-o", shim.Environment["LD_PRELOAD"], source, "-ldl"]);
        await compiler.WaitForExitAsync();
        return compiler.ExitCode == 0 ? shim : throw new InvalidOperationException("gcc did not compile the clock shim.");
    }

    /// <summary>From now on the process believes that it is this much later.</summary>
    public void Jump(TimeSpan offset)
    {
        Span<byte> seconds = stackalloc byte[sizeof(long)];
        MemoryMarshal.Write(seconds, (long)offset.TotalSeconds);
        using var file = new FileStream(_clock, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(seconds);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
