using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Omnichannel.Api;

/// <summary>Sends rows and reads their results at the same time, which HttpClient cannot do over HTTP/1.1.</summary>
internal static class ImportClient
{
    /// <summary>The status and every line of the answer.</summary>
    /// <param name="stopAfter">Cuts the connection once this many results have come.</param>
    /// <param name="onFirst">Called when the first result has come.</param>
    /// <param name="onEnd">Called when the last has.</param>
    public static async Task<(int Status, List<string> Lines)> SendAsync(
        Uri address,
        string key,
        string mediaType,
        IEnumerable<byte[]> parts,
        int stopAfter = int.MaxValue,
        Action? onFirst = null,
        Action? onEnd = null)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        var head = new StringBuilder("POST /v1/stock/import HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {address.Authority}\r\nIdempotency-Key: {key}\r\nContent-Type: {mediaType}\r\n")
            .Append("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()));
        using var stopped = new CancellationTokenSource();

        // On a thread of its own: the parts may wait for what the reader sees.
        var sending = Task.Factory.StartNew(() => WriteAsync(stream, parts, stopped.Token), TaskCreationOptions.LongRunning).Unwrap();
        var answer = await ReadAsync(stream, stopAfter, onFirst);
        await stopped.CancelAsync();
        onEnd?.Invoke();
        await sending;
        return answer;
    }

    public static JsonElement Summary(IEnumerable<string> lines) => JsonDocument.Parse(lines.Last()).RootElement.GetProperty("summary");

    private static async Task WriteAsync(NetworkStream stream, IEnumerable<byte[]> parts, CancellationToken stopped)
    {
        try
        {
            foreach (var part in parts)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(part.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"), stopped);
                await stream.WriteAsync(part, stopped);
                await stream.WriteAsync("\r\n"u8.ToArray(), stopped);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stopped);
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException)
        {
            // The server has answered for good before it had everything; or the reader had enough.
        }
    }

    private static async Task<(int Status, List<string> Lines)> ReadAsync(NetworkStream stream, int stopAfter, Action? onFirst)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, false, 64 * 1024, leaveOpen: true);
        var status = int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // Headers.
        }

        // Each flush is a chunk: a line may be cut by one, so the sizes between them are taken out first.
        var (lines, rest) = (new List<string>(), "");
        if (status != (int)HttpStatusCode.OK) return (status, [await reader.ReadToEndAsync()]);
        while (lines.Count < stopAfter && await reader.ReadLineAsync() is { } sizeLine)
        {
            var size = int.Parse(sizeLine, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) break;
            var chunk = new char[size];
            await reader.ReadBlockAsync(chunk);
            await reader.ReadLineAsync();
            var text = rest + new string(chunk);
            var ends = text.LastIndexOf('\n') + 1;
            if (lines.Count == 0 && ends > 0) onFirst?.Invoke();
            lines.AddRange(text[..ends].Split('\n', StringSplitOptions.RemoveEmptyEntries));
            rest = text[ends..];
        }

        return (status, lines);
    }
}
