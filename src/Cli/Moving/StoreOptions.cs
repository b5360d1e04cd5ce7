using System.CommandLine;
using System.CommandLine.Parsing;
using Omnichannel.Storage;
using Omnichannel.Terminal;

namespace Omnichannel.Moving;

/// <summary>The options of a command that opens a journal itself, beside no grid. They default to the settings that a grid reads.</summary>
internal sealed class StoreOptions
{
    private const string FileDefault = "Data Source=data/grid.db";

    public Option<JournalStore> Store { get; } = new("--store")
    {
        Description = "Sqlite, Postgres or SqlServer. Default: the environment variable Grid__Store.",
        HelpName = "STORE",
        DefaultValueFactory = _ => Enum.TryParse<JournalStore>(Environment.GetEnvironmentVariable("Grid__Store"), ignoreCase: true, out var store) ? store : JournalStore.Sqlite,
        CustomParser = ParseStore,
    };

    public Option<string?> Connection { get; } = new("--connection")
    {
        Description = "The connection string. Default: the environment variable Grid__ConnectionString, which unlike an argument no other user of the machine can see.",
        HelpName = "STRING",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Store);
        command.Options.Add(Connection);
    }

    public JournalOptions Of(ParseResult parsed)
    {
        var store = parsed.GetValue(Store);
        var connection = parsed.GetValue(Connection) ?? Environment.GetEnvironmentVariable("Grid__ConnectionString");
        if (connection is not { Length: > 0 }) connection = store == JournalStore.Sqlite ? FileDefault : throw new UsageException("Set Grid__ConnectionString, or give --connection: it says which database.");
        return new() { Store = store, ConnectionString = connection };
    }

    private static JournalStore ParseStore(ArgumentResult result)
    {
        if (Enum.TryParse<JournalStore>(result.Tokens[0].Value, ignoreCase: true, out var store) && store != JournalStore.None && Enum.IsDefined(store)) return store;
        result.AddError("--store is Sqlite, Postgres or SqlServer.");
        return JournalStore.None;
    }
}
