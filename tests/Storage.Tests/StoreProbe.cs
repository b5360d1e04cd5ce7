using System.Globalization;
using System.Text;

namespace Omnichannel.Storage;

/// <summary>A look at, or a hand on, the database behind the journal's back.</summary>
internal static class StoreProbe
{
    public static async Task ExecuteAsync(JournalOptions options, string sql)
    {
        using var dialect = JournalDialect.For(options);
        await using var connection = await dialect.ConnectForWritingAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<long> ScalarAsync(JournalOptions options, string sql)
    {
        using var dialect = JournalDialect.For(options);
        await using var connection = await dialect.ConnectForReadingAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>How the store would answer a question of the journal, in its own words.</summary>
    public static async Task<string> PlanAsync(JournalOptions options, string explain, ReadQuery query, params object[] arguments)
    {
        using var dialect = JournalDialect.For(options);
        await using var connection = await dialect.ConnectForReadingAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = $"{explain} {query.SqlIn(dialect)}";
        for (var index = 0; index < arguments.Length; index++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + query.Parameters[index].Name, arguments[index]);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await reader.ReadAsync()) plan.AppendLine(Convert.ToString(reader.GetValue(reader.FieldCount - 1), CultureInfo.InvariantCulture));
        return plan.ToString();
    }
}
