using System.Data.Common;
using System.Text;
using Omnichannel.Audit;

namespace Omnichannel.Crash;

/// <summary>The rows of a journal as they lie in its database: read with SQL of our own, past everything that a grid does with them.</summary>
public static class JournalDump
{
    private const string RowsSql =
        "SELECT r.shard, r.position, h.entity, r.expected_version, r.version, r.at, r.payload " +
        "FROM journal_rows r JOIN journal_heads h ON h.entity_id = r.entity_id ORDER BY r.shard, r.position";

    /// <summary>By shard, in the order of their positions.</summary>
    public static async Task<IReadOnlyList<FollowedRow>[]> ReadAsync(Func<DbConnection> open)
    {
        await using var connection = open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM journal_shards";
        var shards = Enumerable.Range(0, Convert.ToInt32(await command.ExecuteScalarAsync(), null)).Select(_ => new List<FollowedRow>()).ToArray();
        command.CommandText = RowsSql;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            shards[Convert.ToInt32(rows.GetValue(0), null)].Add(new(
                rows.GetInt64(1),
                rows.GetString(2),
                rows.GetInt64(3),
                rows.GetInt64(4),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5)),
                Encoding.UTF8.GetString((byte[])rows.GetValue(6))));
        }

        return shards;
    }
}
