using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;
using Omnichannel.Grid;

namespace Omnichannel.Peers;

/// <summary>The load on peer (c): a Lua script that reserves, called by its hash over RESP from many connections, one call at a time each. Cheap for the same reasons as <c>omni load</c>.</summary>
internal sealed class RedisLoad(IPEndPoint server, int connections, int linesPerCall, string run)
{
    // One line: 1 reserved, 0 refused, 2 it was reserved before.
    private const string Script =
        """
        local results = {}
        for i = 2, #KEYS do
          if redis.call('EXISTS', KEYS[i]) == 1 then results[i - 1] = 2
          else
            local available = redis.call('HGET', KEYS[1], 'available')
            if not available or tonumber(available) < 1 then results[i - 1] = 0
            else
              redis.call('HINCRBY', KEYS[1], 'available', -1)
              redis.call('HINCRBY', KEYS[1], 'reserved', 1)
              redis.call('HSET', KEYS[i], 'quantity', 1, 'channel', ARGV[1], 'expiresAt', ARGV[2], 'state', 'reserved')
              results[i - 1] = 1
            end
          end
        end
        return results
        """;

    private readonly LatencyHistogram _latency = new();
    private string _hash = "";
    private long _reserved;
    private long _total;

    private static ReadOnlySpan<byte> Success => ":1\r\n"u8;

    /// <param name="arguments">port connections lines-per-call run warm-up-seconds seconds</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
        int Number(int index) => int.Parse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture);
        var load = new RedisLoad(new(IPAddress.Loopback, Number(0)), Number(1), Number(2), arguments[3]);
        await load.PrepareAsync();
        await load.RunForAsync('w', TimeSpan.FromSeconds(Number(4)), isMeasured: false);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var elapsed = await load.RunForAsync('m', TimeSpan.FromSeconds(Number(5)), isMeasured: true);
        await load.AuditAsync();
        load.Print(elapsed, Process.GetCurrentProcess().TotalProcessorTime - processor);
        return 0;
    }

    private async Task PrepareAsync()
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[4096];
        var length = Encoding.UTF8.GetBytes($"*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n${Script.Length}\r\n{Script}\r\n", buffer);
        var answer = await CallAsync(socket, buffer, length, 2);

        // "$40\r\n<hash>\r\n"
        _hash = Encoding.ASCII.GetString(buffer.AsSpan(5, 40));
        if (answer != 47) throw new InvalidOperationException($"Redis did not take the script: {Encoding.UTF8.GetString(buffer, 0, answer)}");
        length = Encoding.UTF8.GetBytes($"HSET {run} available 1000000000000 reserved 0\r\n", buffer);
        await CallAsync(socket, buffer, length, 1);
    }

    // What was acknowledged is what the stock says.
    private async Task AuditAsync()
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[256];
        var answer = await CallAsync(socket, buffer, Encoding.UTF8.GetBytes($"HGET {run} reserved\r\n", buffer), 2);
        var told = Encoding.UTF8.GetString(buffer, 0, answer).Split("\r\n")[1];
        if (told != _total.ToString(CultureInfo.InvariantCulture)) throw new InvalidOperationException($"Redis holds {told} reservations and acknowledged {_total}.");
    }

    private async Task<TimeSpan> RunForAsync(char phase, TimeSpan time, bool isMeasured)
    {
        var started = Stopwatch.GetTimestamp();
        var stopAt = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(() => SendAsync(phase, number, stopAt, isMeasured))));
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task SendAsync(char phase, int number, long stopAt, bool isMeasured)
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[512 + (linesPerCall * 64)];
        var expiresAt = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        for (var count = 0L; ; count++)
        {
            var sentAt = Stopwatch.GetTimestamp();
            if (sentAt >= stopAt) return;
            var answer = await CallAsync(socket, buffer, Write(buffer, phase, number, count, expiresAt), linesPerCall + 1);
            var reserved = buffer.AsSpan(0, answer).Count(Success);
            if (reserved != linesPerCall) throw new InvalidOperationException($"Redis answered: {Encoding.UTF8.GetString(buffer, 0, answer)}");
            Interlocked.Add(ref _total, reserved);
            if (!isMeasured) continue;
            Interlocked.Add(ref _reserved, reserved);
            _latency.Add(Stopwatch.GetElapsedTime(sentAt));
        }
    }

    // EVALSHA hash keys-count stock reservation... channel expires-at
    private int Write(Span<byte> buffer, char phase, int number, long count, string expiresAt)
    {
        Span<byte> key = stackalloc byte[64];
        var keysCount = (linesPerCall + 1).ToString(CultureInfo.InvariantCulture);
        Utf8.TryWrite(buffer, $"*{linesPerCall + 6}\r\n$7\r\nEVALSHA\r\n$40\r\n{_hash}\r\n${keysCount.Length}\r\n{keysCount}\r\n${run.Length}\r\n{run}\r\n", out var length);
        for (var line = 0; line < linesPerCall; line++)
        {
            Utf8.TryWrite(key, $"{run}:{phase}{number}-{count}-{line}", out var keyLength);
            Utf8.TryWrite(buffer[length..], $"${keyLength}\r\n", out var head);
            length += head;
            key[..keyLength].CopyTo(buffer[length..]);
            length += keyLength;
            "\r\n"u8.CopyTo(buffer[length..]);
            length += 2;
        }

        Utf8.TryWrite(buffer[length..], $"$3\r\nweb\r\n${expiresAt.Length}\r\n{expiresAt}\r\n", out var tail);
        return length + tail;
    }

    // Answers of whole lines only: the answer is complete with its last one.
    private static async ValueTask<int> CallAsync(Socket socket, byte[] buffer, int length, int answerLines)
    {
        await socket.SendAsync(buffer.AsMemory(0, length));
        var filled = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (received == 0) throw new IOException("Redis closed the connection.");
            filled += received;
            var lines = buffer.AsSpan(0, filled).Count((byte)'\n');
            if (lines >= answerLines || buffer[0] == (byte)'-') return filled;
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        return socket;
    }

    private void Print(TimeSpan elapsed, TimeSpan processor)
    {
        double Milliseconds(double share) => Math.Round(_latency.Percentile(share).TotalMilliseconds, 3);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"reserved":{{_reserved}},"failed":0,"perSecond":{{_reserved / elapsed.TotalSeconds:F1}},
             "p50Milliseconds":{{Milliseconds(0.5)}},"p99Milliseconds":{{Milliseconds(0.99)}},"p99.9Milliseconds":{{Milliseconds(0.999)}},
             "processorSeconds":{{processor.TotalSeconds:F2}},"seconds":{{elapsed.TotalSeconds:F2}}}
            """));
    }
}
