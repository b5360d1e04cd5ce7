using System.CommandLine;
using System.Globalization;
using Omnichannel.Grid;
using Omnichannel.Terminal;

namespace Omnichannel.Tail;

/// <summary><c>omni tail</c></summary>
internal static class TailCommand
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    private const string Details = """
        One JSON object a line: position, entity, versions, time, events. --after POSITION continues after the last line that was seen.
        """;

    public static Command Create()
    {
        var grid = new GridOptions();
        var shard = new Option<int>("--shard") { Description = "Which shard, from 0.", HelpName = "N" };
        var after = new Option<long>("--after") { Description = "Starts after this position; 0 is the beginning.", HelpName = "POSITION" };
        var once = new Option<bool>("--once") { Description = "Stops at the end instead of waiting for more." };
        var command = new DetailedCommand("tail", "Writes the journal of a shard to the standard output and follows it.", Details)
        {
            shard, after, once,
        };
        grid.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = grid.Connect(parsed, connectionsMax: 1);
            var feed = new FeedReader(client);
            if (parsed.GetValue(shard) is var number && (number < 0 || number >= await feed.CountShardsAsync(cancellation)))
                throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"There is no shard {number}."));
            for (var position = parsed.GetValue(after); ;)
            {
                using var page = await feed.ReadAsync(number, position, cancellation);
                foreach (var entry in page.Raw) await Console.Out.WriteLineAsync(entry.GetRawText());
                position = page.NextAfter;
                if (page.IsEnd && parsed.GetValue(once)) return ExitCode.Ok;
                if (page.IsEnd) await Task.Delay(_pause, cancellation);
            }
        });
        return command;
    }
}
